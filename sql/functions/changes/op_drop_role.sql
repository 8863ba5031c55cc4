-- {op, role}. Metadata only; runs inside the tenant's schema.
-- Errors: TB02C UNKNOWN_ROLE, TB034 DEPENDENCY with its policies, or the roles that include it.
create or replace function thing.op_drop_role(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_name text := p_op ->> 'role';
    v_dependents jsonb;
    v_old record;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    perform thing.check_role(v_name);
    select jsonb_agg(d.item) into v_dependents
      from (select jsonb_build_object('class', c.name, 'verb', p.verb, 'name', p.name) as item
              from thing_policies p join thing_classes c on c.id = p.class_id where p.role = v_name
            union all
            select jsonb_build_object('role', r.name) from thing_roles r where v_name = any (r.includes)) d;
    if v_dependents is not null then
        perform thing.fail('DEPENDENCY', format('role %s still has policies, or is included', v_name), v_dependents,
            'Revoke its policies first.');
    end if;
    delete from thing_roles r where r.name = v_name returning r.includes, r.description into v_old;
    v_result.inverse := jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('op', 'create_role', 'role', v_name,
        'includes', v_old.includes, 'description', v_old.description)));
    v_result.changes := jsonb_build_array(jsonb_build_object('kind', 'ROLE_DROPPED', 'role', v_name,
        'impact', 'BREAKING'));
    return v_result;
end
$$;
comment on function thing.op_drop_role(jsonb, integer) is 'Schema change drop_role. Internal.';
revoke all on function thing.op_drop_role(jsonb, integer) from public;
