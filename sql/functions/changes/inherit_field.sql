-- Copies a field into a class that extends its owner, and on into that class's children. The column has the same name
-- everywhere, so that the things of a parent class can be read as one union. Runs inside the tenant's schema. Errors:
-- TB011 NAME_TAKEN.
create or replace function thing.inherit_field(p_field_id integer, p_class_id integer, p_version integer)
returns void
language plpgsql
as $$
declare
    v_id integer;
    v_child integer;
begin
    insert into thing_class_fields (class_id, name, physical_name, type, params, label, description, position,
        indexed, searchable, default_value, target_id, on_delete, deprecated, inherited_from, created_version,
        dropped_version, aliases, expression, inlined, personal)
    select p_class_id, f.name, f.physical_name, f.type, f.params, f.label, f.description,
           (select coalesce(max(o.position), 0) + 1 from thing_class_fields o where o.class_id = p_class_id),
           f.indexed, f.searchable, f.default_value, f.target_id, f.on_delete, f.deprecated, f.id, p_version,
           f.dropped_version, f.aliases, f.expression, f.inlined, f.personal
      from thing_class_fields f
     where f.id = p_field_id
    returning id into v_id;
    for v_child in select c.id from thing_classes c where c.extends_id = p_class_id order by c.id loop
        perform thing.inherit_field(v_id, v_child, p_version);
    end loop;
end
$$;
comment on function thing.inherit_field(integer, integer, integer) is
    'Record a parent''s field in a child class. Internal.';
revoke all on function thing.inherit_field(integer, integer, integer) from public;
