-- Log rows by seq, ready to be shown: names instead of ids, things before and after, in the order of seq.
-- Runs inside the tenant's schema.
create or replace function thing.change_rows(p_seqs bigint[])
returns table (seq bigint, xid xid8, at timestamptz, operation text, class text, thing_id uuid, version integer,
               old jsonb, new jsonb, actor text, by_role text)
language plpgsql
stable
as $$
begin
    return query
    with page as materialized (
        select l.* from change_log l where l.seq = any (p_seqs)),
    images as materialized (
        select i.*
          from (select p.class_id, array_agg(p.seq) as seqs
                  from page p
                 where p.operation in ('insert', 'update', 'delete')
                 group by p.class_id) c
         cross join lateral thing.change_images(c.class_id, c.seqs) i)
    select p.seq, p.xid, p.at, p.operation, c.name, p.thing_id, p.version,
           case when p.operation = 'unlink' then thing.link_json(p.class_id, p.old) else i.old end,
           case p.operation when 'link' then thing.link_json(p.class_id, p.new) when 'schema' then p.new else i.new end,
           p.actor, p.by_role
      from page p
      left join images i on i.seq = p.seq
      left join thing_classes c on c.id = p.class_id
     order by p.seq;
end
$$;
comment on function thing.change_rows(bigint[]) is 'Log rows ready to be shown. Internal.';
revoke all on function thing.change_rows(bigint[]) from public;
