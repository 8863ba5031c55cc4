-- A schema version as the event that tells of it: {version, oldVersion, author, reverts, and all of
-- thing.change_meaning}. Runs inside the tenant's schema.
create or replace function thing.schema_event(p_version integer)
returns jsonb
language plpgsql
stable
as $$
begin
    return (
        select jsonb_build_object('version', s.version, 'oldVersion', s.version - 1,
                   'author', s.author, 'reverts', s.reverts)
               || thing.change_meaning(s.diff)
          from schema_versions s
         where s.version = p_version);
end
$$;
comment on function thing.schema_event(integer) is 'A schema version as an event. Internal.';
revoke all on function thing.schema_event(integer) from public;
