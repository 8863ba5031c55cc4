-- The net difference of two versions of a schema: {from, to, and all of thing.change_meaning}. What was added and
-- dropped between does not appear; renames are folded into one. to_version null: as it is now. Errors: TB020
-- INVALID_CHANGE for the later version first, TB031 SCHEMA_CONFLICT for one that does not exist, those of
-- thing.enter_tenant. Definer: reads metadata for the tenant's role.
create or replace function thing.schema_diff(tenant text, from_version integer, to_version integer default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_now integer;
    v_to integer;
begin
    perform thing.enter_tenant(schema_diff.tenant);
    select max(s.version) into v_now from schema_versions s;
    v_to := coalesce(schema_diff.to_version, v_now);
    perform thing.check_versions(array[schema_diff.from_version, v_to], v_now);
    if schema_diff.from_version > v_to then
        perform thing.fail('INVALID_CHANGE',
            format('version %s is later than version %s', schema_diff.from_version, v_to),
            jsonb_build_object('from', schema_diff.from_version, 'to', v_to), 'Give the earlier version first.');
    end if;
    return jsonb_build_object('from', schema_diff.from_version, 'to', v_to)
               || thing.change_meaning(thing.net_changes(schema_diff.from_version, v_to));
end
$$;
comment on function thing.schema_diff(text, integer, integer) is
    'What is different between two versions of a schema and what it means for clients. Example: select '
    'thing.schema_diff(''acme'', 0).';
revoke all on function thing.schema_diff(text, integer, integer) from public;
grant execute on function thing.schema_diff(text, integer, integer) to thing_admin, thing_tenant;
