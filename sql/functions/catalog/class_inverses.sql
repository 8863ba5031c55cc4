-- What refers to a class or to one of its ancestors, as the API shows it from the other side: [{name, class, classId, field}], one for
-- each live reference field (where it is defined, not where it is inherited), farthest ancestor first, then oldest field first. A class has the inverses of its
-- parent by the same names, as an object type has the fields of its interfaces. The name of another is the plural of the referring class for
-- the oldest of its fields that point here, else plural || 'By' || Field; that too, where the class or one that extends it has a field, or
-- the class another inverse, by the short name; where that is taken as well, with a number behind. Runs inside the tenant's schema.
create or replace function thing.class_inverses(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_parent integer := (select c.extends_id from thing_classes c where c.id = p_class_id);
    v_result jsonb := case when v_parent is null then '[]' else thing.class_inverses(v_parent) end;
    v_taken text[] := array(select i ->> 'name' from jsonb_array_elements(v_result) i)
        || array['id', 'version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy'];
    v_long text;
    v_name text;
    v_number integer;
    v_reference record;
begin
    for v_reference in
        select f.name, f.class_id, c.name as class, c.plural, row_number() over (partition by f.class_id order by f.id) as n
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         where f.target_id = p_class_id and f.inherited_from is null and f.dropped_version is null
         order by f.id
    loop
        v_long := v_reference.plural || 'By' || upper(left(v_reference.name, 1) collate "C") || substr(v_reference.name, 2);
        v_name := case v_reference.n when 1 then v_reference.plural else v_long end;
        v_number := 0;
        while v_name = any (v_taken) or thing.family_has_field(p_class_id, v_name) loop
            v_name := v_long || coalesce(nullif(v_number, 0)::text, '');
            v_number := v_number + 1;
        end loop;
        v_taken := v_taken || v_name;
        v_result := v_result || jsonb_build_object('name', v_name, 'class', v_reference.class, 'classId', v_reference.class_id, 'field', v_reference.name);
    end loop;
    return v_result;
end
$$;
comment on function thing.class_inverses(integer) is 'References to a class, named as fields of it. Internal.';
revoke all on function thing.class_inverses(integer) from public;
