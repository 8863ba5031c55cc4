-- {op, class}. Hides the class: its table stays until thing.purge, out of the tenant's reach, without foreign keys; its
-- things leave thing_instances. Refused while classes extend it or references point to it. Runs inside the tenant's
-- schema.
-- Errors: TB021 UNKNOWN_CLASS, TB034 DEPENDENCY.
create or replace function thing.op_drop_class(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_id integer := (thing.class_row(p_op ->> 'class')).id;
    v_dependents jsonb;
    v_result thing.op_result;
begin
    select jsonb_agg(d.item) into v_dependents
      from (select jsonb_build_object('class', c.name, 'extends', p_op ->> 'class') as item
              from thing_classes c where c.extends_id = v_id and c.dropped_version is null
            union all
            select jsonb_build_object('class', c.name, 'field', f.name)
              from thing_class_fields f
              join thing_classes c on c.id = f.class_id and c.dropped_version is null
             where f.target_id = v_id and f.class_id <> v_id and f.dropped_version is null) d;
    if v_dependents is not null then
        perform thing.fail('DEPENDENCY',
            format('class %s is still extended or referred to', p_op ->> 'class'), v_dependents);
    end if;
    perform thing.check_unreferenced(v_id);
    perform thing.unfill_kept(array(     -- figures of lists that its things leave
        select l.field_id from thing.kept_lists() l
         where v_id in (select thing.class_family(l.item_id) union select thing.class_family(l.link_id))));
    update thing_classes c set dropped_version = p_version where c.id = v_id;
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'restore_class', 'id', v_id));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'CLASS_DROPPED',
        'class', p_op ->> 'class', 'impact', 'BREAKING'));
    v_result.changes := v_result.changes || thing.extension_change(v_id, p_version, false);
    v_result.touched := v_id || array(select thing.kept_classes(array[v_id]))
                       || array(select u from thing_classes c cross join lateral thing.rollup_users(c.rollup) u
                                       where c.id = v_id and c.rollup is not null);
    -- The row locks wait for sessions that are just writing a reference to one of these things, and keep others from
    -- it; so the second look misses nothing, and no cascade can take a reference along.
    v_result.steps := array(
        select thing.ddl_step(phase => 'rows', sql => s.sql, table_name => thing.table_name(v_id),
                   lock_mode => 'ACCESS EXCLUSIVE', kind => s.kind)
          from (values
            (1, 'change'::thing.ddl_kind,
                format('select from %I.thing_instances where class_id = %s for update', current_schema(), v_id)),
            (2, 'change', format('select thing.check_unreferenced(%s)', v_id)),
            (3, 'instances',
                format('delete from %I.thing_instances where class_id = %s', current_schema(), v_id))) s (n, kind, sql)
         order by s.n);
    return v_result;
end
$$;
comment on function thing.op_drop_class(jsonb, integer) is 'Schema operation drop_class. Internal.';
revoke all on function thing.op_drop_class(jsonb, integer) from public;
