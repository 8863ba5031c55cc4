-- The columns of the counted things that a rollup reads. Runs inside the tenant's schema.
create or replace function thing.rollup_source_columns(p_rollup jsonb)
returns text[]
language plpgsql
stable
as $$
begin
    return array(
        select 'id'
        union all
        (select f.physical_name
           from thing_class_fields f
          where f.id in (select (p #>> '{}')::integer from jsonb_path_query(p_rollup, '$.*[*].path[0]') p
                         union
                         select i::integer from unnest(thing.condition_fields(p_rollup -> 'filter')) i)
          order by f.id));
end
$$;
comment on function thing.rollup_source_columns(jsonb) is 'The columns of things that a rollup reads. Internal.';
revoke all on function thing.rollup_source_columns(jsonb) from public;
