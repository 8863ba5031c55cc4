-- Ends what thing.begin_replacement began, when the copy is made: its schema goes.
-- Errors: TB044 FORBIDDEN. Definer: drops a schema of the core's owner for members of thing_admin.
create or replace function thing.end_replacement(schema text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.assert_admin();
    if end_replacement.schema = 'replaced_' || pg_backend_pid() then
        execute format('drop schema %I cascade', end_replacement.schema);
    end if;
end
$$;
comment on function thing.end_replacement(text) is
    'End a copy without personal data: the schema of the made-up values goes. Example: select '
    'thing.end_replacement(''replaced_123'').';
revoke all on function thing.end_replacement(text) from public;
grant execute on function thing.end_replacement(text) to thing_admin;
