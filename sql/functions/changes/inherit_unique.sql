-- Copies a unique combination into a class that extends its owner, and on into that class's children.
-- Runs inside the tenant's schema.
create or replace function thing.inherit_unique(p_unique_id integer, p_class_id integer, p_version integer)
returns void
language plpgsql
as $$
declare
    v_id integer;
    v_child integer;
begin
    insert into thing_class_uniques (class_id, name, field_ids, inherited_from, created_version)
    select p_class_id, u.name,
           array(select child.id
                   from unnest(u.field_ids) with ordinality k (field_id, n)
                   join thing_class_fields child on child.class_id = p_class_id and child.inherited_from = k.field_id
                  order by k.n),
           u.id, p_version
      from thing_class_uniques u
     where u.id = p_unique_id
    returning id into v_id;
    for v_child in select c.id from thing_classes c where c.extends_id = p_class_id order by c.id loop
        perform thing.inherit_unique(v_id, v_child, p_version);
    end loop;
end
$$;
comment on function thing.inherit_unique(integer, integer, integer) is
    'Record a parent''s unique combination in a child class. Internal.';
revoke all on function thing.inherit_unique(integer, integer, integer) from public;
