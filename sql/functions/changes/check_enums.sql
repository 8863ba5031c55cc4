-- Whether the fields of these classes that name an enum have its options, once all changes of a migration are made.
-- Runs inside the tenant's schema. Errors: TB034 DEPENDENCY.
create or replace function thing.check_enums(p_classes integer[])
returns void
language plpgsql
stable
as $$
declare
    v_bad record;
begin
    select c.name as class, f.name as field, e.name as enum, e.dropped_version into v_bad
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
      join thing_enums e on e.id = (f.params ->> 'enum')::integer
     where f.class_id = any (p_classes) and f.params ? 'enum' and f.dropped_version is null
       and (e.dropped_version is not null or e.options <> f.params -> 'values')
     order by f.id
     limit 1;
    if found then
        perform thing.fail('DEPENDENCY',
            format(case when v_bad.dropped_version is null then 'field %s of %s has not the options of enum %s'
                    else 'field %s of %s needs enum %s, which is dropped' end, v_bad.field, v_bad.class, v_bad.enum),
            jsonb_build_array(jsonb_build_object('class', v_bad.class, 'field', v_bad.field, 'enum', v_bad.enum)));
    end if;
    -- A field that comes while others go over has no column to go over with.
    select c.name as class, f.name as field, e.name as enum into v_bad
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
      join thing_enums e on e.id = (f.params ->> 'enum')::integer
     where f.class_id = any (p_classes) and f.params ? 'enum' and f.dropped_version is null and f.inherited_from is null
       and thing.pending_retype(f.id) is null and thing.joint_retypes(f.id) <> '{}'
     order by f.id
     limit 1;
    if found then
        perform thing.fail('DEPENDENCY',
            format('field %s of %s cannot have enum %s yet: an option of it is being renamed', v_bad.field,
                v_bad.class, v_bad.enum),
            '[]', 'Wait until its jobs are done: thing.jobs(tenant).');
    end if;
end
$$;
comment on function thing.check_enums(integer[]) is 'Fail unless fields have the options of their enum. Internal.';
revoke all on function thing.check_enums(integer[]) from public;
