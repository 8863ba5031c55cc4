-- Whether a rollup can be refreshed so: "immediate", "manual" or {"every": an interval of at least 10 seconds}.
-- Errors: TB020 INVALID_CHANGE.
create or replace function thing.check_refresh(p_refresh jsonb)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_every interval;
begin
    if p_refresh in ('"immediate"', '"manual"') then
        return;
    end if;
    begin
        v_every := (p_refresh ->> 'every')::interval;
    exception when invalid_datetime_format or datetime_field_overflow or interval_field_overflow then
        v_every := null;
    end;
    if v_every is null or p_refresh - 'every' <> '{}'
       or v_every not between interval '10 seconds' and interval '1 year' then
        perform thing.fail('INVALID_CHANGE', 'refresh is "immediate", "manual" or {"every": "5 minutes"}, at least 10 '
            'seconds', p_refresh);
    end if;
end
$$;
comment on function thing.check_refresh(jsonb) is 'Check how a rollup is refreshed. Internal.';
revoke all on function thing.check_refresh(jsonb) from public;
