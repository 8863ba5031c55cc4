-- A point in time relative to the writing transaction, as SQL of type date or timestamptz; null when the text is not
-- one:
--   now | today [+|-] [ISO 8601 duration]      today-P18Y   now+PT1H   -P18Y (the same as today- or now-)
-- Reckoned in UTC, so that the same row is valid in every session, whatever its TimeZone.
create or replace function thing.moment_sql(p_text text, p_type text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_part text[] := regexp_match(p_text, '^(now|today)?(?:([+-])(P[0-9YMWDTHS]{2,40}))?$');
    v_duration interval;
    v_sql text;
begin
    if v_part is null or p_text = '' or p_type not in ('date', 'datetime') then
        return null;
    end if;
    v_duration := coalesce(v_part[3], 'PT0S')::interval;
    v_sql := case when coalesce(v_part[1], case p_type when 'date' then 'today' else 'now' end) = 'today'
        then 'date_trunc(''day'', now() at time zone ''UTC'')' else '(now() at time zone ''UTC'')' end;
    if v_part[3] is not null then
        v_sql := format('(%s %s %L::interval)', v_sql, v_part[2], v_part[3]);
    end if;
    return case p_type when 'date' then v_sql || '::date' else format('(%s at time zone ''UTC'')', v_sql) end;
exception when invalid_datetime_format or datetime_field_overflow or interval_field_overflow then
    return null;
end
$$;
comment on function thing.moment_sql(text, text) is
    'SQL of a date relative to now, like today-P18Y; null for any other text. Internal.';
revoke all on function thing.moment_sql(text, text) from public;
