-- The constraints and indexes of ours that a class's table and join tables have (null: all classes'), with signatures
-- as thing.desired_objects gives them, so far as they are what is wanted. Names that we do not give are not ours. What
-- a job has begun is 'unfinished', its signature the name of what it is to become: an INVALID index, a unique index
-- that is not a constraint yet, the CHECK that proves NOT NULL. Runs inside the tenant's schema.
create or replace function thing.actual_objects(p_class_id integer)
returns table (table_name text, name text, kind text, signature text)
language plpgsql
stable
as $$
begin
    return query
    with tables as (
        select c.oid, c.relname::text as name, o.class_id
          from (select k.id as class_id, 'tc_' || k.physical_name as name from thing_classes k
                 where p_class_id is null or k.id = p_class_id
                union all
                select f.class_id, format('tj_%s_%s', f.class_id, f.physical_name)
                  from thing_class_fields f
                 where f.type = 'references' and (p_class_id is null or f.class_id = p_class_id)) o
          join pg_class c on c.relname = o.name and c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    )
    select t.name, k.conname::text, case k.contype when 'f' then 'foreign' else 'unique' end,
           concat_ws(':', k.conname, a.columns,
               case when k.contype = 'f' then concat_ws(':', r.relname,
                   case k.confdeltype when 'c' then 'cascade' when 'n' then 'setNull' else 'restrict' end,
                   k.condeferrable) end,
               case when k.contype = 'u' and k.condeferrable then 'deferrable' end,
               case when x.indnullsnotdistinct then 'nulls not distinct' end,
               case when k.contype = 'f'
                         and (r.relnamespace <> current_schema()::regnamespace or k.confupdtype <> 'a'
                              or k.confmatchtype <> 's' or k.condeferred <> k.condeferrable
                              or cardinality(k.conkey) > 1) then 'otherwise' end,
               case when k.contype = 'f' and not k.convalidated and not exists (
                   select from thing.open_objects(true) o where o = k.conname) then 'not valid' end,
               case when to_jsonb(k) -> 'conenforced' = 'false' then 'not enforced' end)
      from tables t
      join pg_constraint k on k.conrelid = t.oid and k.contype in ('f', 'u') and k.conname ~ '^(t[fum]_|tj_.*_[st]$)'
      cross join lateral (select string_agg(c.attname, ',' order by n.n) as columns
                            from unnest(k.conkey) with ordinality n (attnum, n)
                            join pg_attribute c on c.attrelid = t.oid and c.attnum = n.attnum) a
      left join pg_index x on x.indexrelid = k.conindid and k.contype = 'u'
      left join pg_class r on r.oid = k.confrelid
    union all
    select t.name, k.conname::text, 'unfinished', substr(k.conname, length(format('tn_%s_', t.class_id)) + 1)
      from tables t
      join pg_constraint k on k.conrelid = t.oid and k.contype = 'c' and k.conname like 'tn\_%'
    union all
    select t.name, i.relname::text,
           case when not x.indisvalid then 'unfinished'
                when i.relname ~ '^t[seik]_' then 'index'
                when i.relname ~ '^t[yx]_' then 'unique'
                else 'unfinished' end,
           case when x.indisvalid and i.relname ~ '^t[seikyx]_'
                then concat_ws(':', i.relname, (regexp_match(pg_get_indexdef(i.oid), ' (USING .*)$'))[1],
                    case when x.indisunique <> (i.relname ~ '^t[yx]_')
                         then case when x.indisunique then 'unique' else 'not unique' end end)
                else i.relname::text end
      from tables t
      join pg_index x on x.indrelid = t.oid
      join pg_class i on i.oid = x.indexrelid
     where i.relname ~ '^t[seikumyx]_'
       and not exists (select from pg_constraint k
                        where k.conrelid = t.oid and k.conname = i.relname and k.contype in ('u', 'p'))
    union all
    select t.name, s.stxname::text, 'statistics', concat_ws(':', s.stxname, array_to_string(s.stxkind, ''),
               (select string_agg(a.attname, ',' order by a.attname collate "C") from pg_attribute a
                 where a.attrelid = t.oid and a.attnum = any (s.stxkeys::smallint[])), pg_get_expr(s.stxexprs, t.oid))
      from tables t
      join pg_statistic_ext s on s.stxrelid = t.oid and s.stxnamespace = current_schema()::regnamespace
       and s.stxname ~ '^td_[0-9]+_[0-9]+$'
    union all
    select t.name, a.attname::text, 'not null', concat_ws(':', a.attname, case when exists (
               select from pg_constraint k where k.conrelid = t.oid and k.contype = 'n' and k.conkey = array[a.attnum]
                  and not k.convalidated) then 'not valid' end)
      from tables t
      join pg_attribute a on a.attrelid = t.oid
     where t.name like 'tc\_%' and a.attnum > 0 and a.attnotnull and not a.attisdropped
       and a.attname <> all (array['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by']);
end
$$;
comment on function thing.actual_objects(integer) is
    'Constraints and indexes of ours that a class''s tables have. Internal.';
revoke all on function thing.actual_objects(integer) from public;
