-- {op, class, verbs, role?, name?}: takes policies away; without a role, restrictions. Metadata only; runs inside the
-- tenant's schema. Errors: TB021 UNKNOWN_CLASS, TB02B INVALID_POLICY where there is no such policy, TB02C UNKNOWN_ROLE.
create or replace function thing.op_revoke(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
declare
    v_class integer := (thing.class_row(p_op ->> 'class')).id;
    v_role text := coalesce(p_op ->> 'role', '');
    v_name text := coalesce(p_op ->> 'name', '');
    v_verb text;
    v_old jsonb;
    v_result thing.op_result := ('[]', '[]', '{}', '{}')::thing.op_result;
begin
    if v_role <> '' then
        perform thing.check_role(v_role);
    end if;
    foreach v_verb in array thing.policy_verbs(p_op -> 'verbs') loop
        v_old := thing.policy_undo(v_class, v_role, v_verb, v_name);
        if v_old is null then
            perform thing.fail('INVALID_POLICY', format('there is no such policy for %s of %s', v_verb,
                p_op ->> 'class'), p_op, 'thing.policies(tenant) lists the policies.');
        end if;
        delete from thing_policies p
         where (p.class_id, p.role, p.verb, p.name) = (v_class, v_role, v_verb, v_name);
        v_result.inverse := v_old || v_result.inverse;
        v_result.changes := v_result.changes || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
            'kind', case when v_role = '' then 'UNRESTRICTED' else 'REVOKED' end, 'class', p_op -> 'class',
            'role', nullif(v_role, ''), 'verb', v_verb, 'name', nullif(v_name, ''),
            'impact', case when v_role = '' then 'DANGEROUS' else 'BREAKING' end)));
    end loop;
    return v_result;
end
$$;
comment on function thing.op_revoke(jsonb, integer) is 'Schema change revoke. Internal.';
revoke all on function thing.op_revoke(jsonb, integer) from public;
