-- What a new reference is called at its other end, where none is given: the default, or where a field or another
-- reference has that name already, the plural || 'By' || Field, with a number behind if need be. Null for a field
-- without a target. Runs inside the tenant's schema.
create or replace function thing.new_inverse(p_field_id integer)
returns text
language plpgsql
stable
as $$
declare
    v_name text := thing.default_inverse(p_field_id);
    v_target integer;
    v_long text;
    v_number integer := 0;
begin
    if v_name is null then
        return null;
    end if;
    select f.target_id, thing.plural(thing.singular(c.name)) || 'By' || upper(left(f.name, 1) collate "C")
               || substr(f.name, 2) into v_target, v_long
      from thing_class_fields f join thing_classes c on c.id = f.class_id where f.id = p_field_id;
    while thing.family_has_field(v_target, v_name) or thing.inverse_named(v_target, v_name, p_field_id) is not null loop
        v_name := v_long || coalesce(nullif(v_number, 0)::text, '');
        v_number := v_number + 1;
    end loop;
    return v_name;
end
$$;
comment on function thing.new_inverse(integer) is
    'The name of a new reference at its other end where none is chosen. Internal.';
revoke all on function thing.new_inverse(integer) from public;
