-- Reads the text form of a cursor, signed or not: a caller in SQL may read the whole log. (What clients of the API
-- give goes through thing.given_cursor.) Null of null. Pure. Errors: TB051 INVALID_CURSOR.
create or replace function thing.decode_cursor(p_text text)
returns thing.change_cursor
language plpgsql
stable
strict
set search_path = pg_catalog, pg_temp
as $$
declare
    v_parts text[] := string_to_array(regexp_replace(p_text, '[.][0-9a-f]{32}$', ''), '/');
    v_log text[] := string_to_array(v_parts[1], ':');
    v_made text := split_part(v_parts[2], ':', 1);
    v_cursor thing.change_cursor;
begin
    -- (One pattern for the whole, with its bounds, takes half a millisecond.)
    if cardinality(v_parts) in (2, 5) and length(v_log[1]) = 32 and v_log[1] !~ '[^0-9a-f]'
       and (cardinality(v_log) = 1     -- of before there were marks
            or cardinality(v_log) = 3 and v_log[2] ~ '^[0-9a-f]{8}$' and v_log[3] ~ '^[0-9]{1,20}$')
       and v_parts[2] ~ '^[0-9]{1,17}:[0-9]+:[0-9]+:[0-9,]*$'
       and coalesce(v_parts[3] ~ '^[0-9]+:[0-9]+:[0-9,]*$' and v_parts[4] ~ '^[0-9]+$'
                    and v_parts[5] ~ '^[0-9]+$', true) then
        begin
            v_cursor := row(v_log[1], substr(v_parts[2], length(v_made) + 2)::pg_snapshot, v_parts[3]::pg_snapshot,
                v_parts[4]::bigint, v_parts[5]::bigint,
                timestamptz 'epoch' + v_made::bigint * interval '1 microsecond',
                v_log[2], pg_lsn '0/0' + v_log[3]::numeric);
        exception when data_exception then
            v_cursor := null;
        end;
    end if;
    if v_cursor.seen is null then
        perform thing.fail('INVALID_CURSOR', 'this is not an event cursor',
            jsonb_build_object('cursor', left(p_text, 200)));
    end if;
    return v_cursor;
end
$$;
comment on function thing.decode_cursor(text) is 'Event cursor from its text form. Internal.';
revoke all on function thing.decode_cursor(text) from public;
