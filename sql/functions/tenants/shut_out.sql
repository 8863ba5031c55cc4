-- Ends the sessions of a tenant that is being suspended, renamed or dropped, tells the servers that what they know of
-- the slug is over, and remembers its roles for thing.end_sessions(). p_role: as it is called at the moment.
create or replace function thing.shut_out(p_slug text, p_role text)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_roles oid[] := array(select r.oid from pg_roles r where r.rolname = any (thing.tenant_roles(p_role)));
begin
    insert into thing.endings (role_oid) select unnest(v_roles) on conflict do nothing;
    perform pg_notify(i.channel, jsonb_build_object('tenant', p_slug, 'left', true)::text) from thing.installation i;
    perform thing.end_sessions_of(v_roles, false);
end
$$;
comment on function thing.shut_out(text, text) is
    'End the sessions of a tenant, now and once more by thing.end_sessions(). Internal.';
revoke all on function thing.shut_out(text, text) from public;
