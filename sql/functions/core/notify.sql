-- Tells listeners that a tenant has something new: a hint, never the news itself (they call thing.read_changes).
-- PostgreSQL folds equal payloads of one transaction into one. p_version: the schema version, when it is the schema
-- that changed. p_subscribed: it is not news, but that somebody listens from now on: who writes with notifications off
-- (thing.quiet) learns whom to wake.
-- Errors: none. Takes the schema's name, as a trigger knows only that.
create or replace function thing.notify(
    p_schema text, p_version integer default null, p_subscribed boolean default null)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    select pg_notify(i.channel, jsonb_strip_nulls(jsonb_build_object('tenant', t.slug, 'schemaVersion', p_version,
               'subscribed', p_subscribed))::text)
      from thing.installation i, thing.tenants t
     where t.schema_name = p_schema
$$;
comment on function thing.notify(text, integer, boolean) is
    'NOTIFY that a tenant has changes, or a listener. Internal.';
revoke all on function thing.notify(text, integer, boolean) from public;
