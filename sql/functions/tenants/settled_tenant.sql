-- The id of the tenant that has a slug, or null if it does not exist or is suspended; answered when no session is
-- changing that: a server whose sessions were ended asks whether the tenant has left, and the one who ended them has
-- not committed yet. Waits up to two seconds.
-- Errors: TB044 FORBIDDEN, 55P03. Definer: locks the tenant's row for members of thing_admin.
create or replace function thing.settled_tenant(slug text)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '2s'
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    return (select t.id::text from thing.tenants t
             where t.slug = settled_tenant.slug and t.suspended_at is null for share);
end
$$;
comment on function thing.settled_tenant(text) is
    'The id of the tenant of a slug; null where it does not exist or is suspended. Waits for sessions that change it. '
    'Example: select thing.settled_tenant(''acme'').';
revoke all on function thing.settled_tenant(text) from public;
grant execute on function thing.settled_tenant(text) to thing_admin;
