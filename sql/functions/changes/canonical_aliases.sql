-- The aliases of a field, canonical: {name: time}, times in UTC and to the second. Those whose time has come are left
-- out: what has ended stays ended, and a document may be applied again. Null for none. p_field: its name. Pure. Errors:
-- TB010 INVALID_NAME, TB012 RESERVED_NAME, TB020 INVALID_CHANGE.
create or replace function thing.canonical_aliases(p_field text, p_aliases jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_alias record;
    v_aliases jsonb := '{}';
    v_until timestamptz;
begin
    if p_aliases is null or p_aliases = 'null' then
        return null;
    elsif jsonb_typeof(p_aliases) <> 'object' or (select count(*) from jsonb_object_keys(p_aliases)) > 20 then
        perform thing.fail('INVALID_CHANGE',
            format('aliases of field %s must be an object of at most 20 names, each with the time that it ends',
                p_field), p_aliases);
    end if;
    for v_alias in select a.key, a.value from jsonb_each(p_aliases) a order by a.key loop
        perform thing.check_name(v_alias.key, 'field');
        begin
            v_until := (v_alias.value #>> '{}')::timestamptz;
        exception when data_exception then
            v_until := null;
        end;
        if jsonb_typeof(v_alias.value) <> 'string' or v_until is null or not isfinite(v_until)
           or v_alias.key = p_field then
            perform thing.fail('INVALID_CHANGE',
                format('alias %s of field %s must be another name, with the time that it ends', v_alias.key, p_field),
                p_aliases,
                'Like {"author": "2026-12-12T00:00:00Z"}.');
        elsif v_until > now() then
            v_aliases := v_aliases
                || jsonb_build_object(v_alias.key, to_char(v_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
        end if;
    end loop;
    return nullif(v_aliases, '{}');
end
$$;
comment on function thing.canonical_aliases(text, jsonb) is 'The aliases of a field, checked and canonical. Internal.';
revoke all on function thing.canonical_aliases(text, jsonb) from public;
