-- The schema versions of a tenant, newest first. Errors: those of thing.enter_tenant. Definer: reads metadata for the
-- tenant's role.
create or replace function thing.history(tenant text)
returns table (version integer, created_at timestamptz, author text, reverts integer, changes jsonb, inverse jsonb,
    diff jsonb, checksum text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(history.tenant);
    return query
    select s.version, s.created_at, s.author, s.reverts, s.operations, s.inverse, s.diff, s.checksum
      from schema_versions s
     order by s.version desc;
end
$$;
comment on function thing.history(text) is
    'Every schema version of a tenant, newest first: who, when, what, and how to undo it. Example: select version, '
    'author, diff from thing.history(''acme'').';
revoke all on function thing.history(text) from public;
grant execute on function thing.history(text) to thing_admin, thing_tenant;
