-- Tables, system columns, their constraints and indexes, and trigger functions, against thing.wanted_parts. What fields add is judged by
-- thing.check_fields and thing.check_objects. Runs inside the tenant's schema.
create or replace function thing.check_parts()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_schema text := current_schema();
begin
    return query
    with wanted as materialized (
        select * from thing.wanted_parts()
    ), actual as materialized (
        select a.* from thing.actual_parts(v_schema) a
         where a.part = 'function' or a.table_name in (select w.table_name from wanted w where w.part = 'table')
    ), judged as (
        select coalesce(w.table_name, a.table_name) as table_name, coalesce(w.part, a.part) as part, coalesce(w.name, a.name) as name,
               w.definition as wanted, a.definition as actual
          from wanted w
          full join actual a on a.table_name = w.table_name and a.part = w.part and a.name = w.name
         where w.definition is distinct from a.definition
    )
    select (case when j.actual is null then 'missing ' when j.wanted is null then 'unknown ' else 'changed ' end) || j.part,
           (select c.name from thing_classes c where 'tc_' || c.physical_name = j.table_name),
           case when j.part in ('table', 'function') then j.name else j.table_name || '.' || j.name end,
           case when j.actual is null then 'it is not there'
                when j.wanted is null then 'it is not one of ours'
                else format('it differs from what it should be: %s', (
                    select string_agg(format('%s is %s, not %s', k, coalesce(j.actual ->> k, 'none'), coalesce(j.wanted ->> k, 'none')), '; ' order by k)
                      from jsonb_object_keys(j.wanted) k
                     where j.wanted -> k is distinct from j.actual -> k and j.part <> 'function')) end,
           thing.part_fix(j.table_name, j.part, j.name, j.wanted, j.actual)
      from judged j
     where j.part = 'table' and j.wanted is not null
        or j.part <> 'table'
           -- the table itself is missing: nothing more to say
           and (j.part = 'function' or exists (select from actual t where t.part = 'table' and t.table_name = j.table_name))
           and not (j.wanted is null and thing.is_explained(j.table_name, j.part, j.name))
     order by j.part <> 'table', j.part <> 'column', j.table_name, j.name;
end
$$;
comment on function thing.check_parts() is 'Tables, system columns and functions that are not as they should be. Internal.';
revoke all on function thing.check_parts() from public;
