-- Removes for good what was dropped, or superseded by a change of type, at or before a version: tables, columns,
-- values. It is a schema version of its own, without an inverse; a rollback that would need what is gone fails with
-- NOT_REVERSIBLE at once.
-- Errors: TB030 SCHEMA_BUSY, TB031 SCHEMA_CONFLICT when there is no such version yet, TB044 FORBIDDEN to tenants.
-- Definer: drops tables and columns for members of thing_admin.
create or replace function thing.purge(tenant text, before_version integer)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_version integer;
    v_purge record;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(purge.tenant);
    v_version := thing.begin_migration(null);
    perform thing.check_versions(array[purge.before_version], v_version);
    select p.steps, p.purged, p.touched into v_purge from thing.purge_steps(purge.before_version) p;
    if v_purge.purged = '[]' then
        return jsonb_build_object('version', v_version, 'purged', v_purge.purged);
    end if;
    perform thing.lock_politely(v_purge.steps);
    perform thing.run_steps(v_purge.steps, v_version + 1);
    insert into schema_versions (version, operations, inverse, diff, checksum, author, shape)
    values (v_version + 1,
        jsonb_build_array(jsonb_build_object('op', 'purge', 'before', purge.before_version)), '[]', v_purge.purged,
        thing.refresh_classes('{}', v_version + 1),
        coalesce(nullif(current_setting('thing.actor', true), ''), session_user),
        thing.refresh_entries(v_purge.touched, v_version + 1));
    perform thing.log_schema_change(v_version + 1);
    return jsonb_build_object('version', v_version + 1, 'purged', v_purge.purged);
end
$$;
comment on function thing.purge(text, integer) is
    'Remove for good what was dropped at or before a schema version. Returns {version, purged}. Example: select '
    'thing.purge(''acme'', 12).';
revoke all on function thing.purge(text, integer) from public;
grant execute on function thing.purge(text, integer) to thing_admin;
