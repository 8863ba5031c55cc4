-- Stage of thing.diff: new enums, and what those that are there have differently. Runs inside the tenant's schema.
create or replace function thing.diff_alter_enums(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select case when e.id is null
               then jsonb_build_object('op', 'create_enum', 'enum', d.value -> 'name', 'values', d.value -> 'values')
                   || jsonb_strip_nulls(jsonb_build_object('description', d.value -> 'description'))
               else jsonb_build_object('op', 'alter_enum', 'enum', e.name, 'set',
                   case when n.options <> d.value -> 'values' then jsonb_build_object('values', d.value -> 'values')
                        else '{}' end
                   || case when e.description is distinct from d.value ->> 'description' then jsonb_build_object(
                       'description', d.value -> 'description') else '{}' end)
           end
      from jsonb_array_elements(p_document -> 'enums') with ordinality d
      left join thing_enums e on e.name = d.value ->> 'name' and e.dropped_version is null
      cross join lateral thing.coming_options(e.id) n (options)
     where e.id is null or n.options <> d.value -> 'values' or e.description is distinct from d.value ->> 'description'
     order by d.ordinality;
end
$$;
comment on function thing.diff_alter_enums(jsonb) is 'Stage of thing.diff: make and alter enums. Internal.';
revoke all on function thing.diff_alter_enums(jsonb) from public;
