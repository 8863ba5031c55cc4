-- What refers to a class or to one of its ancestors, as the API shows it from the other side: [{name, class, classId, field}], one for
-- each live reference field (where it is defined, not where it is inherited), oldest field first. The name is the plural of the referring
-- class for its oldest field; for its others, and where a field of the class or an earlier inverse has that name, plural || 'By' || Field; where that is taken too, with a number
-- behind. Runs inside the tenant's schema.
create or replace function thing.class_inverses(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_taken text[];
    v_long text;
    v_name text;
    v_number integer;
    v_reference record;
    v_result jsonb[] := '{}';
begin
    for v_reference in
        with recursive ancestors as (
            select p_class_id as id
            union all
            select c.extends_id from ancestors a join thing_classes c on c.id = a.id where c.extends_id is not null
        )
        select f.id, f.name, f.class_id, c.name as class, c.plural, row_number() over (partition by f.class_id order by f.id) as n
          from ancestors a
          join thing_class_fields f on f.target_id = a.id and f.inherited_from is null and f.dropped_version is null
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         order by f.id
    loop
        v_taken := coalesce(v_taken, array['id', 'version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy'] || array(
            select f.name from thing_class_fields f where f.class_id = p_class_id and f.dropped_version is null));
        v_long := v_reference.plural || 'By' || upper(left(v_reference.name, 1) collate "C") || substr(v_reference.name, 2);
        v_name := case v_reference.n when 1 then v_reference.plural else v_long end;
        v_number := 1;
        while v_name = any (v_taken) loop
            v_name := case when v_name = v_reference.plural then v_long else v_long || v_number end;
            v_number := v_number + (v_name <> v_long)::integer;
        end loop;
        v_taken := v_taken || v_name;
        v_result := v_result || jsonb_build_object('name', v_name, 'class', v_reference.class, 'classId', v_reference.class_id, 'field', v_reference.name);
    end loop;
    return to_jsonb(v_result);
end
$$;
comment on function thing.class_inverses(integer) is 'References to a class, named as fields of it. Internal.';
revoke all on function thing.class_inverses(integer) from public;
