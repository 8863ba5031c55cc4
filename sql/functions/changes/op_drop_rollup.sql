-- {op, name}. Hides a rollup, until it is restored or purged; nothing keeps it up to date meanwhile. Metadata only;
-- runs inside the tenant's schema. Errors: TB020 INVALID_CHANGE for a class that is not a rollup, TB021 UNKNOWN_CLASS.
create or replace function thing.op_drop_rollup(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_id integer := (thing.class_row(p_op ->> 'name')).id;
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = v_id);
begin
    if v_rollup is null then
        perform thing.fail('INVALID_CHANGE', format('%s is a class, not a rollup: use drop_class', p_op ->> 'name'));
    end if;
    return thing.op_drop_class(jsonb_build_object('class', p_op -> 'name'), p_version);
end
$$;
comment on function thing.op_drop_rollup(jsonb, integer) is 'Schema operation drop_rollup. Internal.';
revoke all on function thing.op_drop_rollup(jsonb, integer) from public;
