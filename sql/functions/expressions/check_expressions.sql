-- Every live computed field still has all that it is made of: no field that it uses was dropped, or got another column
-- by a change of type or a rename of options. Looked at when all changes of a migration are made. Runs inside the
-- tenant's schema. Errors: TB034 DEPENDENCY.
create or replace function thing.check_expressions()
returns void
language plpgsql
stable
as $$
declare
    v_broken jsonb;
    v_field text;
    v_used text;
begin
    select jsonb_agg(jsonb_build_object('class', c.name, 'field', f.name,
               'uses', coalesce(o.name, u))),
           min(c.name || '.' || f.name), min(coalesce(o.name, u))
      into v_broken, v_field, v_used
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
      cross join jsonb_array_elements_text(f.expression -> 'uses') u
      left join thing_class_fields o on o.class_id = split_part(u, ':', 1)::integer
       and o.physical_name = split_part(u, ':', 2)
      left join thing_classes k on k.id = o.class_id
     where f.expression is not null and f.dropped_version is null and f.inherited_from is null
       and (o.dropped_version is not null or k.dropped_version is not null
            or o.id is null and split_part(u, ':', 2) <> all (array['id', 'version', 'created_at', 'updated_at',
                   'created_by', 'updated_by']));
    if v_broken is not null then
        perform thing.fail('DEPENDENCY', format('%s is computed from %s, which would be dropped or changed',
            v_field, v_used), v_broken, 'Change or drop the computed fields first.');
    end if;
end
$$;
comment on function thing.check_expressions() is 'Fail where a computed field lacks what it is made of. Internal.';
revoke all on function thing.check_expressions() from public;
