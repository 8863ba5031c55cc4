-- The second step of a restore (thing.begin_restore): the tables of classes, made from the metadata that were copied.
-- Errors: TB020 to TB028 for metadata that this server cannot serve, TB044 FORBIDDEN, TB069 INVALID_ARCHIVE, those of
-- thing.enter_tenant. Definer: makes tables on behalf of members of thing_admin.
create or replace function thing.restore_tables(tenant text, manifest jsonb)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_misfit text;
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(restore_tables.tenant);
    perform thing.make_tables();
    v_misfit := thing.archive_misfit(restore_tables.manifest, array['classes']);
    if v_misfit is not null then
        perform thing.fail('INVALID_ARCHIVE', 'the archive''s tables are not those of its classes: ' || v_misfit);
    end if;
end
$$;
comment on function thing.restore_tables(text, jsonb) is
    'Make the tables of classes from restored metadata. Example: select thing.restore_tables(''acme_test'', '
    'thing.archive_manifest(''acme'')).';
revoke all on function thing.restore_tables(text, jsonb) from public;
grant execute on function thing.restore_tables(text, jsonb) to thing_admin;
