-- Tells listeners that a tenant has something new: a hint, never the news itself (they call thing.read_changes). PostgreSQL folds
-- equal payloads of one transaction into one. p_version: the schema version, when it is the schema that changed.
-- Errors: none. Takes the schema's name, as a trigger knows only that.
create or replace function thing.notify(p_schema text, p_version integer default null)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    select pg_notify(i.channel, jsonb_strip_nulls(jsonb_build_object('tenant', t.slug, 'schemaVersion', p_version))::text)
      from thing.installation i, thing.tenants t
     where t.schema_name = p_schema
$$;
comment on function thing.notify(text, integer) is 'NOTIFY that a tenant has changes. Internal.';
revoke all on function thing.notify(text, integer) from public;
