-- After changes to these classes: every rollup still stands on fields that are there, and whose types make the fields
-- that it has. Runs inside the tenant's schema. Errors: TB034 DEPENDENCY.
create or replace function thing.check_rollups(p_classes integer[])
returns void
language plpgsql
stable
as $$
declare
    v_broken record;
begin
    select c.name as rollup, k.name as class, f.name as field,
           coalesce(f.dropped_version is null and k.dropped_version is null and k.id is not null, false) as live
      into v_broken
      from thing_classes c
      cross join lateral jsonb_path_query(c.rollup, '$.*[*]') i (item)
      cross join lateral jsonb_array_elements(i.item -> 'path') with ordinality p (id, n)
      left join thing_class_fields f on f.id = (p.id #>> '{}')::integer
      left join thing_classes k on k.id = f.class_id
      join thing_class_fields o on o.id = (i.item ->> 'field')::integer
     where c.dropped_version is null and c.rollup is not null
       and (c.id = any (p_classes) or f.class_id = any (p_classes))
       and (k.id is null or k.dropped_version is not null or f.dropped_version is not null
            or f.expression is not null
            or thing.rollup_type(i.item, f.type, f.params, p.n = jsonb_array_length(i.item -> 'path'))
               is distinct from case when p.n = jsonb_array_length(i.item -> 'path')
                   then thing.column_type(o.type, o.params) else 'uuid' end)
     order by c.id limit 1;
    if found then
        perform thing.fail('DEPENDENCY', format('rollup %s %s field %s of class %s', v_broken.rollup,
                case when v_broken.live then 'was made for another type of' else 'needs' end,
                coalesce(v_broken.field, 'that is gone'), coalesce(v_broken.class, 'that is gone')),
            jsonb_build_object('rollup', v_broken.rollup, 'class', v_broken.class, 'field', v_broken.field),
            format('Drop %s in the same migration (drop_rollup), and create it again if need be.', v_broken.rollup));
    end if;
end
$$;
comment on function thing.check_rollups(integer[]) is 'Fail when a rollup has lost what it needs. Internal.';
revoke all on function thing.check_rollups(integer[]) from public;
