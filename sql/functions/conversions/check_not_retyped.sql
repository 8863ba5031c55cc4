-- Refuses a change of a field whose type is being changed by a job. Runs inside the tenant's schema. Errors: TB034
-- DEPENDENCY.
create or replace function thing.check_not_retyped(p_field_id integer, p_name text)
returns void
language plpgsql
stable
as $$
begin
    if thing.pending_retype(p_field_id) is not null then
        perform thing.fail('DEPENDENCY', format('the type of %s is being changed', p_name), '[]',
            'Wait until its job is done: thing.jobs(tenant).');
    end if;
end
$$;
comment on function thing.check_not_retyped(integer, text) is
    'Refuse a change of a field whose type is being changed. Internal.';
revoke all on function thing.check_not_retyped(integer, text) from public;
