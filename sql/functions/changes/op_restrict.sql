-- {op, class, verbs, name?, when?, check?}: a restriction for each verb, to which all roles of the tenant are held.
-- It replaces the one of the same class, verb and name. Metadata only; runs inside the tenant's schema.
-- Errors: TB021 UNKNOWN_CLASS, TB022 UNKNOWN_FIELD, TB02B INVALID_POLICY.
create or replace function thing.op_restrict(p_op jsonb, p_version integer)
returns thing.op_result
language plpgsql
as $$
begin
    if coalesce(p_op -> 'when', 'null') in ('null', '{}') and coalesce(p_op -> 'check', 'null') in ('null', '{}') then
        perform thing.fail('INVALID_POLICY', 'a restriction needs when or check', p_op);
    end if;
    return thing.put_policies('', p_op, p_version);
end
$$;
comment on function thing.op_restrict(jsonb, integer) is 'Schema change restrict. Internal.';
revoke all on function thing.op_restrict(jsonb, integer) from public;
