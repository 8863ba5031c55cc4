-- What refers to a class or to one of its ancestors, as the API shows it from the other side: [{name, class, classId, field}], one for
-- each live reference field (where it is defined, not where it is inherited), those to the topmost ancestor first, then the oldest.
-- The name is the plural of the referring class for its oldest field with that target; for its others, and where the name is taken, plural
-- || 'By' || Field; where that is taken too, with a number behind. An interface and what implements it must agree, so a name is the same in the
-- whole family of the target: it is taken when a field of any class of the family has it, or an earlier inverse.
-- Runs inside the tenant's schema.
create or replace function thing.class_inverses(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_names text[] := array['id', 'version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy'];
    v_taken text[];
    v_target integer;
    v_long text;
    v_name text;
    v_number integer;
    v_reference record;
    v_result jsonb[] := '{}';
begin
    for v_reference in
        with recursive ancestors as (
            select p_class_id as id, 0 as height
            union all
            select c.extends_id, a.height + 1 from ancestors a join thing_classes c on c.id = a.id where c.extends_id is not null
        )
        select f.id, f.name, f.class_id, f.target_id, c.name as class, c.plural,
               row_number() over (partition by f.target_id, f.class_id order by f.id) as n
          from ancestors a
          join thing_class_fields f on f.target_id = a.id and f.inherited_from is null and f.dropped_version is null
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         order by a.height desc, f.id
    loop
        if v_target is distinct from v_reference.target_id then
            v_target := v_reference.target_id;
            v_taken := v_names || array(
                select f.name from thing.class_family(v_target) d join thing_class_fields f on f.class_id = d and f.dropped_version is null);
        end if;
        v_long := v_reference.plural || 'By' || upper(left(v_reference.name, 1) collate "C") || substr(v_reference.name, 2);
        v_name := case v_reference.n when 1 then v_reference.plural else v_long end;
        v_number := 1;
        while v_name = any (v_taken) loop
            v_name := case when v_name = v_reference.plural then v_long else v_long || v_number end;
            v_number := v_number + (v_name <> v_long)::integer;
        end loop;
        v_taken := v_taken || v_name;
        v_names := v_names || v_name;
        v_result := v_result || jsonb_build_object('name', v_name, 'class', v_reference.class, 'classId', v_reference.class_id, 'field', v_reference.name);
    end loop;
    return to_jsonb(v_result);
end
$$;
comment on function thing.class_inverses(integer) is 'References to a class, named as fields of it. Internal.';
revoke all on function thing.class_inverses(integer) from public;
