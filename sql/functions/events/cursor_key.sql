-- What event cursors are signed with: the same for all server processes and sessions of the installation. Who knows the
-- channel (members of thing_admin, who may read every log) could make it.
create or replace function thing.cursor_key()
returns bytea
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select sha256(convert_to('event cursors ' || i.channel, 'UTF8')) from thing.installation i);
end
$$;
comment on function thing.cursor_key() is 'Key of the signatures of event cursors. Internal.';
revoke all on function thing.cursor_key() from public;
