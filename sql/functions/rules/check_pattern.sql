-- Refuses a user's regular expression that is malformed or could take long. Errors: TB026 UNSAFE_PATTERN. Size and
-- syntax are bounded first (thing.pattern_cost), so that a trial cannot run away: nothing would interrupt it here,
-- since a statement_timeout counts for the outermost statement only. Then compiling, and matching texts that keep an
-- automaton busy, must each be quick in one of two attempts: 50 ms to compile, about 3 microseconds a character to
-- match.
create or replace function thing.check_pattern(p_pattern text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_cost integer;
    v_letters text := rpad(left(regexp_replace(p_pattern, '[^[:alnum:]]', '', 'g'), 12), 16, 'ab 1');
    v_random text;
    v_probe text;
    v_start timestamptz;
    v_slow integer;
begin
    if p_pattern = '' or char_length(p_pattern) > 500 or p_pattern like '***%' then
        perform thing.fail('UNSAFE_PATTERN', 'a pattern must have 1 to 500 characters and must not start with ***',
            jsonb_build_object('pattern', left(p_pattern, 500)));
    end if;
    v_cost := thing.pattern_cost(p_pattern);
    v_random := case when v_cost > 40 then (select string_agg(md5(i::text), '') from generate_series(1, 313) i) end;
    -- The empty text compiles; of few states none can be slow. 10,000 characters that do not repeat wear out every
    -- cache of states.
    foreach v_probe in array array['', repeat('ab', 500), repeat('a', 10000),
                                   translate(v_random, '0123456789abcdef', v_letters),
                                   translate(v_random, '0123456789abcdef', 'abababababababab')] loop
        exit when v_cost <= 40 and length(v_probe) > 1000;
        v_slow := 0;
        while v_slow < 2 loop
            v_start := clock_timestamp();
            perform v_probe ~ (p_pattern collate "C");
            exit when clock_timestamp() - v_start < make_interval(secs => case v_probe when '' then 0.05 else 0.03 end);
            v_slow := v_slow + 1;
        end loop;
        -- the first match compiles, the second finds it in the cache
        if v_slow = 2 or (v_slow = 1 and v_probe = '') then
            perform thing.fail('UNSAFE_PATTERN', format('pattern %s could take too long', left(p_pattern, 80)),
                jsonb_build_object('pattern', p_pattern));
        end if;
    end loop;
exception when invalid_regular_expression then
    perform thing.fail('UNSAFE_PATTERN', format('pattern %s: %s', left(p_pattern, 80), sqlerrm),
        jsonb_build_object('pattern', p_pattern));
end
$$;
comment on function thing.check_pattern(text) is
    'Fail with UNSAFE_PATTERN unless a regular expression is small, well-formed and fast. Internal.';
revoke all on function thing.check_pattern(text) from public;
