-- Stage of thing.diff: the indexes that classes lack. Runs inside the tenant's schema.
create or replace function thing.diff_add_indexes(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'add_index', 'class', c.name, 'name', i.value ->> 'name',
               'keys', i.value -> 'keys')
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      cross join lateral jsonb_array_elements(d.value -> 'indexes') with ordinality i
     where not exists (select from thing_class_indexes l where l.class_id = c.id and l.name = i.value ->> 'name')
     order by c.id, i.ordinality;
end
$$;
comment on function thing.diff_add_indexes(jsonb) is 'Stage of thing.diff: add indexes. Internal.';
revoke all on function thing.diff_add_indexes(jsonb) from public;
