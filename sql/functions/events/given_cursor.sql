-- A cursor that came from a client, who may go on from where an event or a thing.change_cursor left it, and from
-- nowhere else: one that was not made here would show what was before it, to a role that may not read history. Returns
-- it as it is; null of null.
-- Errors: TB051 INVALID_CURSOR; TB050 RESYNC where it is a cursor without a signature, or with one of another
-- installation: the client reads the state again, as with each cursor that has become of no use. Those of
-- thing.enter_tenant. Definer: uses the key.
create or replace function thing.given_cursor(tenant text, cursor text)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(given_cursor.tenant);
    if octet_length(given_cursor.cursor) > 65536 then      -- some 6,000 transactions that run
        perform thing.fail('INVALID_CURSOR', 'the event cursor is too long',
            jsonb_build_object('cursor', left(given_cursor.cursor, 200)));
    end if;
    if given_cursor.cursor <> thing.sign_cursor(split_part(given_cursor.cursor, '.', 1), thing.cursor_key()) then
        perform thing.decode_cursor(given_cursor.cursor);
        perform thing.fail('RESYNC', 'the event cursor was not issued by this server',
            jsonb_build_object('cursor', thing.change_cursor(given_cursor.tenant)));
    end if;
    return given_cursor.cursor;
end
$$;
comment on function thing.given_cursor(text, text) is
    'An event cursor of a client, once its signature is checked. Example: select thing.given_cursor(''acme'', '
    'thing.change_cursor(''acme'')).';
revoke all on function thing.given_cursor(text, text) from public;
grant execute on function thing.given_cursor(text, text) to thing_admin, thing_tenant;
