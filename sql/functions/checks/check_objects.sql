-- Constraints and indexes of fields and combinations: what thing.desired_objects wants against what
-- thing.actual_objects finds, for all classes at once; the statements are those of the migration engine. Runs inside
-- the tenant's schema.
create or replace function thing.check_objects()
returns setof thing.damage
language plpgsql
stable
as $$
begin
    return query
    with actual as materialized (
        select a.* from thing.actual_objects(null) a
    ), desired as materialized (
        select c.id as class_id, c.name as class, d as object, thing.is_large(c.id) as large
          from thing_classes c
          left join thing.native_rules(array(select l.id from thing_classes l where l.dropped_version is null)) r
            on r.class_id = c.id
          cross join lateral thing.wanted_constraints_and_indexes(c.id, r.rules) d
         where not c.abstract and to_regclass(quote_ident((d).table_name)) is not null
    ), open as materialized (
        select o as name from thing.open_objects() o
    ), judged as (
        select d.class_id, d.class, d.object, d.large, a.table_name, a.name, a.kind, a.signature
          from desired d
          full join actual a on a.table_name = (d.object).table_name and a.kind = (d.object).kind
           and a.name = (d.object).name
         where a.signature is distinct from (d.object).signature
    )
    select case when 'not null' in ((j.object).kind, j.kind) then 'changed '
                when (j.object).name is null then 'unknown ' when j.name is null then 'missing ' else 'changed ' end
           || case when j.name is null and fix.job then 'job' else case coalesce((j.object).kind, j.kind)
                  when 'index' then 'index' when 'unfinished' then 'index' when 'not null' then 'column'
                  when 'statistics' then 'statistics'
                  else 'constraint' end end,
           coalesce(j.class, (select c.name from thing_classes c where j.table_name = any (thing.class_tables(c.id)))),
           coalesce((j.object).table_name, j.table_name) || '.' || coalesce((j.object).name, j.name),
           case when (j.object).name is null then format('the metadata want no %s here', j.kind)
                when j.name is null then format('%s is not there', (j.object).kind)
                else format('it is %s, not %s', j.signature, (j.object).signature) end,
           fix.sql
      from judged j
      cross join lateral (
        select array_agg(coalesce(s.sql, format('select thing.enqueue_job(%L, null)', s.job))
                   order by s.n) filter (where coalesce(s.sql, s.job::text) is not null) as sql,
               bool_or(s.job is not null) as job
          from (select 1 as n, s.* from thing.drop_object_step(j.table_name, j.name, j.kind) s where j.name is not null
                union all
                select 2, s.* from thing.add_object_step(j.object, j.class_id, j.large) s
                 where (j.object).name is not null) s) fix
     where not coalesce((j.object).name in (select o.name from open o), false)
       -- a job is at it, or has failed over it
       and not coalesce(j.kind = 'unfinished' and exists (
               select from desired d
                where (d.object).table_name = j.table_name and (d.object).name = j.signature and d.large), false)
     order by coalesce((j.object).table_name, j.table_name), coalesce((j.object).name, j.name);
end
$$;
comment on function thing.check_objects() is
    'Constraints and indexes that are not as the metadata want them. Internal.';
revoke all on function thing.check_objects() from public;
