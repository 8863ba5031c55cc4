-- After changes: every policy must still have what it names, of a type that fits. (The first look says which class is
-- concerned; the second takes a condition apart again.) Runs inside the tenant's schema.
-- Errors: TB02B INVALID_POLICY, TB034 DEPENDENCY.
create or replace function thing.check_policies()
returns void
language plpgsql
stable
as $$
begin
    if not exists (select from thing_policies) then
        return;
    end if;
    perform thing.policy_condition((d ->> 'classId')::integer, d -> 'when', false),
            thing.policy_condition((d ->> 'classId')::integer, d -> 'check', false),
            thing.policy_presets((d ->> 'classId')::integer, d -> 'presets', false)
       from thing.policy_documents() d;
end
$$;
comment on function thing.check_policies() is 'Fail where a policy has lost what it needs. Internal.';
revoke all on function thing.check_policies() from public;
