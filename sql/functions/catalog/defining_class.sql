-- The name of the class that has a field first: the farthest ancestor that it is inherited from. Runs inside the
-- tenant's schema.
create or replace function thing.defining_class(p_field_id integer)
returns text
language plpgsql
stable
as $$
declare
    v_field record;
begin
    select f.inherited_from, f.class_id into v_field from thing_class_fields f where f.id = p_field_id;
    while v_field.inherited_from is not null loop
        select f.inherited_from, f.class_id into v_field from thing_class_fields f where f.id = v_field.inherited_from;
    end loop;
    return (select c.name from thing_classes c where c.id = v_field.class_id);
end
$$;
comment on function thing.defining_class(integer) is 'Name of the class that defines a field. Internal.';
revoke all on function thing.defining_class(integer) from public;
