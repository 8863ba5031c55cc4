-- {op, role, includes?, description?}. Metadata only; runs inside the tenant's schema.
-- Errors: TB010 INVALID_NAME, TB011 NAME_TAKEN, TB012 RESERVED_NAME, TB02B INVALID_POLICY, TB02C UNKNOWN_ROLE.
create or replace function thing.op_create_role(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_name text := p_op ->> 'role';
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    if v_name !~ '^[A-Za-z][A-Za-z0-9_-]{0,62}$' then
        perform thing.fail('INVALID_NAME', format('%L is not a valid name for a role', left(v_name, 300)),
            jsonb_build_object('name', v_name, 'kind', 'role'), 'Use letters, digits, - and _, a letter first.');
    elsif v_name in ('viewer', 'editor', 'admin', 'operator') then
        perform thing.fail('RESERVED_NAME', format('role %s is there in every tenant', v_name),
            jsonb_build_object('name', v_name, 'kind', 'role'));
    elsif exists (select from thing_roles r where r.name = v_name) then
        perform thing.fail('NAME_TAKEN', format('role %s already exists', v_name), jsonb_build_object('role', v_name));
    end if;
    insert into thing_roles (name, includes, description, created_version)
    values (v_name, thing.role_includes(p_op -> 'includes'), p_op ->> 'description', p_version);
    perform thing.check_included();
    v_result.inverse := jsonb_build_array(jsonb_build_object('op', 'drop_role', 'role', v_name));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'ROLE_ADDED', 'role', v_name, 'impact', 'SAFE'));
    return v_result;
end
$$;
comment on function thing.op_create_role(jsonb, integer) is 'Schema change create_role. Internal.';
revoke all on function thing.op_create_role(jsonb, integer) from public;
