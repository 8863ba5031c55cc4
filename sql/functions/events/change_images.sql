-- Log rows of one class with the thing before and after, as the API shows it, by today's fields. After an insert or
-- update: what the next update or delete found, or the thing itself. All from one snapshot (the caller's, this being
-- STABLE), so both agree. Runs inside the tenant's schema.
create or replace function thing.change_images(p_class_id integer, p_seqs bigint[])
returns table (seq bigint, old jsonb, new jsonb)
language plpgsql
stable
as $$
declare
    v_renames jsonb := thing.option_renames(p_class_id);
    v_table text := quote_ident(thing.table_name(p_class_id));
begin
    if to_regclass(v_table) is null then    -- purged
        return query select l.seq, null::jsonb, null::jsonb from change_log l where l.seq = any (p_seqs);
        return;
    end if;
    return query execute format($sql$
        select l.seq,
               case when l.old is not null then (
                   select %2$s from jsonb_populate_record(null::%1$s, thing.renamed_image(
                       case when l.old ? '_same' then thing.whole_image($3, l.thing_id, l.seq, l.old) else l.old end,
                       $2)) _r) end,
               case when i.image is not null then (
                   select %2$s from jsonb_populate_record(null::%1$s, thing.renamed_image(i.image, $2)) _r) end
          from change_log l
          left join lateral (
               select case when n.old ? '_same' then thing.whole_image($3, n.thing_id, n.seq, n.old)
                           else n.old end as old
                 from change_log n
                where l.operation <> 'delete' and n.thing_id = l.thing_id and n.seq > l.seq
                  and n.operation in ('update', 'delete')
                order by n.seq
                limit 1) n on true
          left join lateral (
               select coalesce(n.old, (select %3$s from %1$s _o where _o.id = l.thing_id))
                where l.operation <> 'delete') i (image) on true
         where l.seq = any ($1)
        $sql$, v_table, thing.row_json_sql(p_class_id, '_r'), thing.image_sql(p_class_id, '_o'))
    using p_seqs, v_renames, p_class_id;
end
$$;
comment on function thing.change_images(integer, bigint[]) is 'What changes of one class made of what. Internal.';
revoke all on function thing.change_images(integer, bigint[]) from public;
