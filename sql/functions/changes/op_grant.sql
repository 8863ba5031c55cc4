-- {op, role, class, verbs, name?, fields?, when?, check?, presets?}: a policy for each verb. It replaces the one of the
-- same role, class, verb and name. read takes fields and when; aggregate nothing; create fields, check and presets;
-- update all; delete when. Metadata only; runs inside the tenant's schema.
-- Errors: TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD, TB02B INVALID_POLICY, TB02C UNKNOWN_ROLE.
create or replace function thing.op_grant(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
begin
    perform thing.check_role(p_op ->> 'role');
    return thing.put_policies(p_op ->> 'role', p_op, p_version);
end
$$;
comment on function thing.op_grant(jsonb, integer) is 'Schema change grant. Internal.';
revoke all on function thing.op_grant(jsonb, integer) from public;
