-- Fails unless these versions are among those of the schema, which is at p_now. Pure. Errors: TB031 SCHEMA_CONFLICT.
create or replace function thing.check_versions(p_versions integer[], p_now integer)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_unknown integer[] := array(select v from unnest(p_versions) v where v is null or v not between 0 and p_now);
begin
    if cardinality(v_unknown) > 0 then
        perform thing.fail('SCHEMA_CONFLICT', format('the schema is at version %s: version %s does not exist', p_now,
            coalesce(v_unknown[1]::text, 'null')),
            jsonb_build_object('version', p_now), 'thing.history(tenant) lists the versions.');
    end if;
end
$$;
comment on function thing.check_versions(integer[], integer) is 'Fail when there is no such schema version. Internal.';
revoke all on function thing.check_versions(integer[], integer) from public;
