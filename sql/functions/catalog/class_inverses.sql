-- What refers to a class or to one of its ancestors, as the API shows it from the other side: [{name, class, classId,
-- field, required}], one for each live reference field (where it is defined, not where it is inherited), farthest
-- ancestor first, then by class, then in the order of its fields. required: true where a new thing of that class must
-- be given its reference (no such key elsewhere). A class has the inverses of its parent by the same names, as an
-- object type has the fields of its interfaces. Runs inside the tenant's schema.
create or replace function thing.class_inverses(p_class_id integer)
returns jsonb
language plpgsql
stable
as $$
declare
    v_parent integer := (select c.extends_id from thing_classes c where c.id = p_class_id);
begin
    return case when v_parent is null then '[]' else thing.class_inverses(v_parent) end || (
        select coalesce(jsonb_agg(jsonb_build_object('name', f.inverse_name, 'class', c.name,
                   'classId', f.class_id, 'field', f.name)
                       || case when f.type = 'reference' and not c.abstract and f.default_value is null
                                    and thing.is_required(f.id) then '{"required": true}'::jsonb else '{}' end
                   order by c.name collate "C", f.position, f.id), '[]')
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null
         where f.target_id = p_class_id and f.inherited_from is null and f.dropped_version is null
           and c.rollup is null);
end
$$;
comment on function thing.class_inverses(integer) is 'References to a class, named as fields of it. Internal.';
revoke all on function thing.class_inverses(integer) from public;
