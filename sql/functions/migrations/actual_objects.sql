-- The constraints and indexes of ours that a class's table and join tables have, with signatures as thing.desired_objects gives
-- them. What a job has begun is 'unfinished', its signature the name of what it is to become: an INVALID index, a unique index that is
-- no constraint yet, the CHECK that proves NOT NULL.
-- Runs inside the tenant's schema.
create or replace function thing.actual_objects(p_class_id integer)
returns table (table_name text, name text, kind text, signature text)
language plpgsql
stable
as $$
begin
    return query
    with tables as (
        select c.oid, c.relname::text as name
          from pg_class c
         where c.relnamespace = current_schema()::regnamespace
           and c.relkind = 'r'
           and c.relname = any (array(
               select thing.table_name(p_class_id)
               union all
               select format('tj_%s_%s', p_class_id, f.physical_name)
                 from thing_class_fields f where f.class_id = p_class_id and f.type = 'references'))
    )
    select t.name, k.conname::text, case k.contype when 'f' then 'foreign' else 'unique' end,
           case k.contype
               when 'u' then k.conname || case when k.conname like 'tm\_%' then ':' || (
                   select string_agg(c.attname, ',' order by n.n)
                     from unnest(k.conkey) with ordinality n (attnum, n)
                     join pg_attribute c on c.attrelid = t.oid and c.attnum = n.attnum) else '' end
               else concat_ws(':', k.conname, a.attname, r.relname,
                   case k.confdeltype when 'c' then 'cascade' when 'n' then 'setNull' else 'restrict' end, k.condeferrable) end
      from tables t
      join pg_constraint k on k.conrelid = t.oid and k.contype in ('f', 'u')
      join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1]
      left join pg_class r on r.oid = k.confrelid
    union all
    select t.name, k.conname::text, 'unfinished', substr(k.conname, length(format('tn_%s_', p_class_id)) + 1)
      from tables t
      join pg_constraint k on k.conrelid = t.oid and k.contype = 'c' and k.conname like 'tn\_%'
    union all
    select t.name, i.relname::text, case when x.indisvalid and i.relname ~ '^t[si]_' then 'index' else 'unfinished' end, i.relname::text
      from tables t
      join pg_index x on x.indrelid = t.oid
      join pg_class i on i.oid = x.indexrelid
     where i.relname ~ '^t[sium]_'
       and not exists (select from pg_constraint k where k.conrelid = t.oid and k.conname = i.relname and k.contype in ('u', 'p'))
    union all
    select t.name, a.attname::text, 'not null', a.attname::text
      from tables t
      join pg_attribute a on a.attrelid = t.oid
     where t.name like 'tc\_%' and a.attnum > 0 and a.attnotnull and not a.attisdropped
       and a.attname <> all (array['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by']);
end
$$;
comment on function thing.actual_objects(integer) is 'Constraints and indexes of ours that a class''s tables have. Internal.';
revoke all on function thing.actual_objects(integer) from public;
