-- Takes the schema back to what it was at an earlier version, by the inverses of all later versions, newest first, as a
-- new version. Lossless: what was dropped or retyped comes back with its values; the checksum must equal that
-- version's, or nothing changes.
-- Errors: TB031 SCHEMA_CONFLICT, TB036 NOT_REVERSIBLE, those of thing.migrate. Definer: as thing.migrate.
create or replace function thing.rollback(
    tenant text, to_version integer, expected_version integer default null, author text default null)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_version integer;
    v_operations jsonb;
    v_checksum text;
    v_result jsonb;
begin
    perform thing.enter_tenant(rollback.tenant);
    v_version := thing.begin_migration(rollback.expected_version);
    select s.checksum into v_checksum from schema_versions s where s.version = rollback.to_version;
    if not found then
        perform thing.fail('NOT_REVERSIBLE',
            format('version %s does not exist, so there is nothing to go back to', rollback.to_version),
            jsonb_build_object('version', v_version), 'thing.history(tenant) lists the versions.');
    end if;
    v_operations := thing.rollback_operations(v_version, rollback.to_version);
    if v_operations is null then
        return jsonb_build_object('version', v_version, 'diff', '[]'::jsonb,
                   'inverse', '[]'::jsonb, 'jobs', '[]'::jsonb);
    end if;
    perform thing.check_reversible(v_operations);
    v_result := thing.run_migration(v_operations, v_version, rollback.author, rollback.to_version, true);
    if v_checksum <> (select s.checksum from schema_versions s where s.version = v_version + 1) then
        perform thing.fail('NOT_REVERSIBLE',
            format('the rollback would not restore the schema of version %s exactly', rollback.to_version));
    end if;
    return v_result;
end
$$;
comment on function thing.rollback(text, integer, integer, text) is
    'Take the schema back to an earlier version, with its values, as a new version. Returns {version, diff, inverse, '
    'jobs}. Example: select thing.rollback(''acme'', 3).';
revoke all on function thing.rollback(text, integer, integer, text) from public;
grant execute on function thing.rollback(text, integer, integer, text) to thing_admin, thing_tenant;
