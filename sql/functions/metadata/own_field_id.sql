-- As thing.field_id, but the field must be the class's own, not its parent's.
-- Runs inside the tenant's schema. Errors: TB022 UNKNOWN_FIELD, TB037 INHERITED_FIELD.
create or replace function thing.own_field_id(p_class_id integer, p_name text)
returns integer
language plpgsql
stable
as $$
declare
    v_id integer := thing.field_id(p_class_id, p_name);
    v_parent text;
begin
    select c.name into v_parent
      from thing_class_fields f
      join thing_class_fields parent on parent.id = f.inherited_from
      join thing_classes c on c.id = parent.class_id
     where f.id = v_id;
    if found then
        perform thing.fail('INHERITED_FIELD', format('field %s is inherited from %s', p_name, v_parent),
            jsonb_build_object('field', p_name, 'from', v_parent));
    end if;
    return v_id;
end
$$;
comment on function thing.own_field_id(integer, text) is 'A live field that the class does not inherit. Internal.';
revoke all on function thing.own_field_id(integer, text) from public;
