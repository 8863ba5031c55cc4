-- Stage of thing.diff: the rollups that a document lacks, or wants otherwise: those are made again at the end. Fields
-- count by the names that they are to have. Runs inside the tenant's schema.
create or replace function thing.diff_drop_rollups(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'drop_rollup', 'name', c.name)
      from thing_classes c
      left join jsonb_array_elements(p_document -> 'rollups') d on d.value ->> 'name' = c.name
     where c.dropped_version is null and c.rollup is not null
       and thing.comparable_rollup(d.value) is distinct from thing.comparable_rollup(thing.rollup_document(c.id))
     order by c.id;
end
$$;
comment on function thing.diff_drop_rollups(jsonb) is 'Stage of thing.diff: drop rollups. Internal.';
revoke all on function thing.diff_drop_rollups(jsonb) from public;
