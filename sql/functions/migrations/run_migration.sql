-- The engine: metadata, checks on existing rows, locks, DDL, the version row, its log row and NOTIFY; all in the
-- caller's transaction. p_lenient: existing rows may break what comes (a rollback brings rules back over rows written
-- meanwhile). The caller's session must not change what is done: how names are quoted, strings read, and floats written
-- as text. Hundreds of statements run a few times each: a plan for each set of values would cost more than it gains.
-- (What reads a tenant's rows is text that is executed, which is planned for its values as ever.)
-- Runs inside the tenant's schema. Errors: those of the changes, TB030, TB031, TB032 DATA_CONFLICT, TB038, TB048.
create or replace function thing.run_migration(
    p_operations jsonb, p_expected_version integer, p_author text, p_reverts integer default null,
    p_lenient boolean default false)
returns jsonb
language plpgsql
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
set plan_cache_mode = force_generic_plan
as $$
declare
    v_version integer := thing.begin_migration(p_expected_version) + 1;
    v_author text := coalesce(p_author, nullif(current_setting('thing.actor', true), ''), session_user);
    v_since pg_snapshot := pg_current_snapshot();
    v_counts jsonb := thing.schema_counts();
    v_result thing.op_result := thing.apply_operations(p_operations, v_version);
    v_strict integer[] := '{}';
    v_broken jsonb;
    v_jobs bigint[];
    v_checksum text;
begin
    perform thing.check_schema_counts(v_counts);
    if not p_lenient then
        v_strict := thing.strict_classes(v_result.touched, p_operations);
        v_broken := thing.check_existing_rows(v_strict);
    end if;
    if v_broken is null or v_broken = '[]' then
        perform thing.lock_politely(v_result.steps);
        v_broken := thing.check_recent_rows(v_strict, v_since);
    end if;
    if v_broken <> '[]' then
        perform thing.fail('DATA_CONFLICT', thing.conflict_message(v_broken), v_broken);
    end if;
    v_jobs := thing.run_steps(v_result.steps, v_version);
    perform thing.queue_alias_ends(v_result.touched, v_version);
    v_checksum := thing.refresh_classes(v_result.touched, v_version);
    insert into schema_versions (version, operations, inverse, diff, checksum, author, reverts, shape)
    values (v_version, p_operations, v_result.inverse, v_result.changes, v_checksum, v_author, p_reverts,
        thing.refresh_entries(v_result.touched, v_version));
    perform thing.log_schema_change(v_version);
    return jsonb_build_object('version', v_version, 'diff', v_result.changes, 'inverse', v_result.inverse,
               'jobs', to_jsonb(v_jobs));
end
$$;
comment on function thing.run_migration(jsonb, integer, text, integer, boolean) is 'Run a migration. Internal.';
revoke all on function thing.run_migration(jsonb, integer, text, integer, boolean) from public;
