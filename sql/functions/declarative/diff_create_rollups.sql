-- Stage of thing.diff: the rollups that are not there. Runs inside the tenant's schema.
create or replace function thing.diff_create_rollups(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'create_rollup') || d.value
      from jsonb_array_elements(p_document -> 'rollups') with ordinality d
     where not exists (select from thing_classes c where c.name = d.value ->> 'name' and c.dropped_version is null)
     order by d.ordinality;
end
$$;
comment on function thing.diff_create_rollups(jsonb) is 'Stage of thing.diff: create rollups. Internal.';
revoke all on function thing.diff_create_rollups(jsonb) from public;
