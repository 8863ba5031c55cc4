-- One migration of a tenant at a time: later ones wait here, no longer than their lock_timeout. Returns the current
-- version. Runs inside the tenant's schema. Errors: TB030 SCHEMA_BUSY, TB031 SCHEMA_CONFLICT, TB038
-- INVALID_TRANSACTION.
create or replace function thing.begin_migration(p_expected_version integer)
returns integer
language plpgsql
as $$
declare
    v_version integer;
begin
    if current_setting('transaction_isolation') <> 'read committed'
       or current_setting('transaction_read_only') = 'on' then
        perform thing.fail('INVALID_TRANSACTION', 'a migration needs a READ COMMITTED, read-write transaction');
    end if;
    begin
        -- Not an advisory lock: any role may take those, and so could hold up another tenant.
        lock table schema_versions in share update exclusive mode;
    exception when lock_not_available then
        perform thing.fail('SCHEMA_BUSY', 'another migration of this tenant is running', '{}',
            'Try again when it has ended.');
    end;
    select max(s.version) into v_version from schema_versions s;
    if p_expected_version <> v_version then
        perform thing.fail('SCHEMA_CONFLICT',
            format('the schema is at version %s, not %s', v_version, p_expected_version),
            jsonb_build_object('version', v_version, 'expected', p_expected_version));
    end if;
    return v_version;
end
$$;
comment on function thing.begin_migration(integer) is
    'Start a migration: serialise, check the expected version. Internal.';
revoke all on function thing.begin_migration(integer) from public;
