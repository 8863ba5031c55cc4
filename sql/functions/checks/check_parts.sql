-- Tables, system columns, their constraints and indexes, and trigger functions, against thing.wanted_parts. What fields
-- add is judged by thing.check_fields and thing.check_objects. Runs inside the tenant's schema.
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
    ), fields as materialized (
        select 'tc_' || c.physical_name as table_name, f.physical_name as name
          from thing_class_fields f join thing_classes c on c.id = f.class_id
         where f.type <> 'references' and thing.has_column(f.expression, f.inlined, f.dropped_version)
    ), judged as (
        select coalesce(w.table_name, a.table_name) as table_name, coalesce(w.part, a.part) as part,
               coalesce(w.name, a.name) as name,
               w.definition as wanted, a.definition as actual
          from wanted w
          full join actual a on a.table_name = w.table_name and a.part = w.part and a.name = w.name
         where w.definition is distinct from a.definition
    )
    select (case when j.actual is null then 'missing ' when j.wanted is null then 'unknown ' else 'changed ' end)
               || j.part,
           (select c.name from thing_classes c where 'tc_' || c.physical_name = j.table_name),
           case when j.part in ('table', 'function') then j.name else j.table_name || '.' || j.name end,
           case when j.actual is null then 'it is not there'
                when j.wanted is null then 'it is not one of ours'
                else format('it differs from what it should be: %s', (
                    select string_agg(format('%s is %s, not %s', k, coalesce(j.actual ->> k, 'none'),
                               coalesce(j.wanted ->> k, 'none')), '; ' order by k)
                      from jsonb_object_keys(j.wanted) k
                     where j.wanted -> k is distinct from j.actual -> k and j.part <> 'function')) end,
           thing.part_fix(j.table_name, j.part, j.name, j.wanted, j.actual)
      from judged j
     where j.part = 'table' and j.wanted is not null
        or j.part <> 'table'
           -- the table itself is missing: nothing more to say
           and (j.part = 'function' or j.table_name in (select t.table_name from actual t where t.part = 'table'))
           and not (j.wanted is null and case when j.table_name ~ '^change_log_[0-9]+$' then true
               else case j.part     -- what belongs to a field
               when 'column' then (j.table_name, j.name) in (select f.table_name, f.name from fields f)
               when 'constraint' then j.name ~ '^(t[fumn]_[0-9]+_|tj_.*_[st]$)' and j.table_name ~ '^t[cj]_'
               when 'index' then j.name ~ '^t[seikumyx]_[0-9]+_' and j.table_name ~ '^tc_'
               else j.name ~ '^(retype_[0-9]+|rollup_[0-9]+(_[0-9]+)?|upkeep_[0-9]+(_.*)?)\(\)$' end end)
     order by j.part <> 'table', j.part <> 'column', j.table_name, j.name;
end
$$;
comment on function thing.check_parts() is
    'Tables, system columns and functions that are not as they should be. Internal.';
revoke all on function thing.check_parts() from public;
