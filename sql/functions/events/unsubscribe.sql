-- Ends a subscription of thing.subscribe; says whether it was there. Errors: TB044 FORBIDDEN, those of
-- thing.enter_tenant. Definer: writes the tenant's table for members of thing_admin.
create or replace function thing.unsubscribe(tenant text, id uuid)
returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(unsubscribe.tenant);
    delete from thing_subscribers s where s.id = unsubscribe.id;
    return found;
end
$$;
comment on function thing.unsubscribe(text, uuid) is
    'End a subscription; false when no subscription has that id. Example: select thing.unsubscribe(''acme'', '
    '''00000000-0000-0000-0000-000000000000'').';
revoke all on function thing.unsubscribe(text, uuid) from public;
grant execute on function thing.unsubscribe(text, uuid) to thing_admin;
