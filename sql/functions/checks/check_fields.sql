-- Columns of fields: missing, of another type, collation or default. Runs inside the tenant's schema.
create or replace function thing.check_fields()
returns setof thing.damage
language plpgsql
stable
as $$
begin
    return query
    with wanted as materialized (
        select * from thing.wanted_columns()
    ), actual as materialized (
        select a.table_name, a.name,
               -- (what a column is generated as cannot be altered, but for dropping it)
               case a.definition ->> 'generated' when 's' then a.definition || '{"default": null}'
                                                 else a.definition end as definition
          from thing.actual_parts(current_schema(), 'column') a where a.table_name ~ '^tc_'
    ), compared as materialized (
        select w.class_id, w.class, w.table_name, w.name, w.definition as wanted, a.definition - 'notNull' as actual,
               coalesce(w.definition ->> 'default', 'null') as wanted_default,
               coalesce(a.definition ->> 'default', 'null') as actual_default
          from wanted w
          left join actual a on a.table_name = w.table_name and a.name = w.name
         where to_regclass(quote_ident(w.table_name)) is not null
           and (a.definition is null or a.definition - 'notNull' is distinct from w.definition)
    ), same as (
        select d.wanted, d.actual from thing.equal_defaults(array(
            select distinct jsonb_build_array(c.wanted_default, c.actual_default) from compared c
             where c.wanted - 'default' = c.actual - 'default')) d
    )
    select case when c.actual is null then 'missing column' else 'changed column' end, c.class,
           c.table_name || '.' || c.name,
           case when c.actual is null then 'the column of a field is not there'
                else format('it differs from what its field says: %s', (
                    select string_agg(format('%s is %s, not %s', k, coalesce(c.actual ->> k, 'none'),
                               coalesce(c.wanted ->> k, 'none')), '; ' order by k)
                      from jsonb_object_keys(c.wanted) k
                     where c.wanted -> k is distinct from c.actual -> k)) end,
           case when c.actual is null
                then array(select s.sql from thing.reconcile_class(c.class_id) s where s.phase = 'columns')
                when c.wanted ->> 'generated' = 's' then array(
                    select format('alter table %I.%I drop column %I, add column %s', current_schema(), c.table_name,
                               c.name, thing.column_sql(f.id))
                      from thing_class_fields f where f.class_id = c.class_id and f.physical_name = c.name)
                else thing.column_fix(c.table_name, c.name, c.wanted, c.actual) end
      from compared c
     where c.actual is null or c.wanted - 'default' <> c.actual - 'default'
        or not exists (select from same s where s.wanted = c.wanted_default and s.actual = c.actual_default)
     order by c.class_id, c.name;
end
$$;
comment on function thing.check_fields() is 'Columns of fields that are not as they should be. Internal.';
revoke all on function thing.check_fields() from public;
