-- Takes what thing.refresh_catalog made for another tenant, the model: it was in the given state before
-- (thing.refresh_state) and has had the given schema version since. Takes compiled rules, names, entries and their
-- version. Returns false, and does nothing, where this tenant is in another state, or the model has another version.
-- Then come thing.refresh_triggers and thing.end_refresh.
-- Errors: TB030 SCHEMA_BUSY, TB040 UNKNOWN_TENANT, TB044 FORBIDDEN, 55P03 while the other one is migrated. Definer:
-- reads and writes metadata for members of thing_admin.
create or replace function thing.copy_catalog(slug text, state text, model text, version integer)
returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_model thing.tenants := thing.tenant_for_share(copy_catalog.model);
    v_before record;
    v_count integer;
    v_version integer;
begin
    perform thing.tenant_for_share(copy_catalog.slug);
    perform thing.enter_tenant(copy_catalog.slug);
    lock table schema_versions in share update exclusive mode;   -- no migration meanwhile
    execute format('lock table %I.schema_versions in share mode', v_model.schema_name);
    execute format('select max(version) from %I.schema_versions', v_model.schema_name) into v_version;
    if v_version <> copy_catalog.version or thing.refresh_state(copy_catalog.slug) <> copy_catalog.state then
        return false;
    end if;
    execute format(
        'update thing_classes c set compiled = m.compiled, predicate = m.predicate, singular = m.singular, '
        'plural = m.plural, api_names = m.api_names, entry = m.entry, entry_shape = m.entry_shape, '
        'index_entry = m.index_entry, changed_version = m.changed_version from %I.thing_classes m '
        'where m.id = c.id and row(c.compiled, c.predicate, c.singular, c.plural, c.api_names, c.entry::text, '
        'c.entry_shape, c.index_entry, c.changed_version) is distinct from row(m.compiled, m.predicate, m.singular, '
        'm.plural, m.api_names, m.entry::text, m.entry_shape, m.index_entry, m.changed_version)', v_model.schema_name);
    execute format(
        'update thing_class_fields f set inverse_name = m.inverse_name from %I.thing_class_fields m '
        'where m.id = f.id and f.inverse_name is distinct from m.inverse_name', v_model.schema_name);
    select s.version, s.shape into v_before from schema_versions s order by s.version desc limit 1;
    if v_before.version < copy_catalog.version then
        execute format(
            'insert into thing_class_entries (class_id, since, until, shape, entry) '
            'select class_id, since, until, shape, entry from %I.thing_class_entries where until > $1',
            v_model.schema_name) using v_before.version;
        execute format(
            'insert into schema_versions (version, operations, inverse, diff, checksum, author, reverts, shape) '
            'select version, operations, inverse, diff, checksum, author, reverts, shape from %I.schema_versions '
            'where version > $1 order by version', v_model.schema_name) using v_before.version;
        perform thing.log_schema_change(copy_catalog.version);
    elsif v_before.shape is null then
        execute format(
            'update schema_versions s set shape = m.shape from %I.schema_versions m '
            'where s.version = $1 and m.version = $1', v_model.schema_name) using copy_catalog.version;
    end if;
    perform thing.analyze_columns();
    -- What the other one has had to queue is queued here too.
    execute format('select count(*) from %I.thing_jobs where schema_version is null', v_model.schema_name) into v_count;
    if v_count > 0 then
        perform thing.queue_indexes();
    end if;
    return true;
end
$$;
comment on function thing.copy_catalog(text, text, text, integer) is
    'Take the rules and the catalog that a refresh gave another tenant, which was in the same state. Example: select '
    'thing.copy_catalog(''acme'', thing.refresh_state(''acme''), ''zeta'', 4).';
revoke all on function thing.copy_catalog(text, text, text, integer) from public;
grant execute on function thing.copy_catalog(text, text, text, integer) to thing_admin;
