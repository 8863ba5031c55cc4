-- The live field of that name in a class. Runs inside the tenant's schema. Errors: TB022 UNKNOWN_FIELD.
create or replace function thing.field_id(p_class_id integer, p_name text)
returns integer
language plpgsql
stable
as $$
declare
    v_id integer;
begin
    select f.id into v_id
      from thing_class_fields f
     where f.class_id = p_class_id and f.name = p_name and f.dropped_version is null;
    if not found then
        perform thing.fail('UNKNOWN_FIELD',
            format('class %s has no field %s', (select c.name from thing_classes c where c.id = p_class_id),
                coalesce(p_name, 'null')),
            jsonb_build_object('field', p_name));
    end if;
    return v_id;
end
$$;
comment on function thing.field_id(integer, text) is 'A live field by its API name. Internal.';
revoke all on function thing.field_id(integer, text) from public;
