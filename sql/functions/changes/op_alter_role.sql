-- {op, role, set: {includes?, description?}}. Metadata only; runs inside the tenant's schema.
-- Errors: TB020 INVALID_CHANGE, TB02B INVALID_POLICY, TB02C UNKNOWN_ROLE.
create or replace function thing.op_alter_role(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_set jsonb := p_op -> 'set';
    v_old record;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    perform thing.check_keys(v_set, array['includes', 'description'], 'alter_role.set');
    perform thing.check_role(p_op ->> 'role');
    select r.includes, r.description into v_old from thing_roles r where r.name = p_op ->> 'role';
    update thing_roles r
       set includes = case when v_set ? 'includes' then thing.role_includes(v_set -> 'includes') else r.includes end,
           description = case when v_set ? 'description' then v_set ->> 'description' else r.description end
     where r.name = p_op ->> 'role';
    perform thing.check_included();
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'alter_role', 'role', p_op -> 'role', 'set',
        jsonb_build_object('includes', to_jsonb(v_old.includes), 'description', v_old.description)));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'ROLE_CHANGED', 'role', p_op -> 'role',
        'set', v_set, 'impact', case when thing.role_includes(v_set -> 'includes') @> v_old.includes
                                       or not v_set ? 'includes' then 'SAFE' else 'BREAKING' end));
    return v_result;
end
$$;
comment on function thing.op_alter_role(jsonb, integer) is 'Schema change alter_role. Internal.';
revoke all on function thing.op_alter_role(jsonb, integer) from public;
