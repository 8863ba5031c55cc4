-- Stage of thing.diff: the unique combinations that classes lack. Runs inside the tenant's schema.
create or replace function thing.diff_add_uniques(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'add_unique', 'class', c.name, 'name', u.value ->> 'name',
               'fields', u.value -> 'fields')
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      cross join lateral jsonb_array_elements(d.value -> 'uniques') with ordinality u
     where not exists (select from thing_class_uniques l
                        where l.class_id = c.id and l.name = u.value ->> 'name' and l.inherited_from is null
                          and l.dropped_version is null)
     order by c.id, u.ordinality;
end
$$;
comment on function thing.diff_add_uniques(jsonb) is 'Stage of thing.diff: add uniques. Internal.';
revoke all on function thing.diff_add_uniques(jsonb) from public;
