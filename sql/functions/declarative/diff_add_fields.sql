-- Stage of thing.diff: the fields that classes lack. Runs inside the tenant's schema.
create or replace function thing.diff_add_fields(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'add_field', 'class', c.name,
               'field', f.value - array['renamedFrom', 'renamedOptions'])
      from jsonb_array_elements(p_document -> 'classes') with ordinality d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      cross join lateral jsonb_array_elements(d.value -> 'fields') with ordinality f
     where not exists (select from thing_class_fields l
                        where l.class_id = c.id and l.name = f.value ->> 'name' and l.dropped_version is null)
     order by d.ordinality, f.ordinality;
end
$$;
comment on function thing.diff_add_fields(jsonb) is 'Stage of thing.diff: add fields. Internal.';
revoke all on function thing.diff_add_fields(jsonb) from public;
