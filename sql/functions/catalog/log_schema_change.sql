-- Writes a schema version that has just been made to the log, and always tells listeners: schema changes are rare, and
-- every server that caches the catalog must hear of them. Runs inside the tenant's schema.
create or replace function thing.log_schema_change(p_version integer)
returns void
language plpgsql
as $$
begin
    insert into change_log (operation, version, actor, by_role, new)
    select 'schema', v.version, coalesce(v.author, session_user), session_user,
           jsonb_build_object('operations', v.operations, 'diff', v.diff, 'author', v.author, 'reverts', v.reverts)
      from schema_versions v
     where v.version = p_version;
    perform thing.notify(current_schema(), p_version);
end
$$;
comment on function thing.log_schema_change(integer) is 'Log a schema version and notify. Internal.';
revoke all on function thing.log_schema_change(integer) from public;
