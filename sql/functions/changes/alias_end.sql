-- When a former name ends, as text: after an interval ("2 weeks"), or at a time ("2026-12-12T00:00:00Z"). Null for
-- null. Pure.
-- Errors: TB020 INVALID_CHANGE for what is neither, or no time to come.
create or replace function thing.alias_end(p_said jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_text text := p_said #>> '{}';
    v_until timestamptz;
begin
    if v_text is null then
        return null;
    end if;
    begin
        v_until := case when v_text ~ '^\s*\d{4}-' then v_text::timestamptz else now() + v_text::interval end;
    exception when data_exception then
        v_until := null;
    end;
    if jsonb_typeof(p_said) <> 'string' or v_until is null or not isfinite(v_until) or v_until <= now() then
        perform thing.fail('INVALID_CHANGE',
            format('keepAlias says how long, or until when, the old name is kept; not %s', p_said), p_said,
            'Like "2 weeks", or "2026-12-12T00:00:00Z".');
    end if;
    return to_char(date_trunc('second', v_until) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
end
$$;
comment on function thing.alias_end(jsonb) is 'When a former name ends. Internal.';
revoke all on function thing.alias_end(jsonb) from public;
