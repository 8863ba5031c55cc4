-- Stage of thing.diff: the fields that a document renames. Runs inside the tenant's schema.
create or replace function thing.diff_rename_fields(p_document jsonb)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('op', 'rename_field', 'class', c.name, 'field', n.name, 'to', n.wanted)
           || jsonb_strip_nulls(jsonb_build_object('keepAlias', w.value -> 'aliases' -> n.name))
      from thing.diff_names(p_document) n
      join thing_classes c on c.id = n.class_id
      join jsonb_array_elements(p_document -> 'classes') d on d.value ->> 'name' = c.name
      join jsonb_array_elements(d.value -> 'fields') w on w.value ->> 'name' = n.wanted
     where n.place is not null
     order by n.class_id, n.place;
end
$$;
comment on function thing.diff_rename_fields(jsonb) is 'Stage of thing.diff: rename fields. Internal.';
revoke all on function thing.diff_rename_fields(jsonb) from public;
