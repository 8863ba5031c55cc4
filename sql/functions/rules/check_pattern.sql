-- Refuses a user's regular expression that is malformed or could take long. Errors: TB026 UNSAFE_PATTERN.
-- Size and syntax are bounded first (thing.pattern_cost), so that the trial itself is bounded: a statement_timeout would not
-- interrupt just this. The trial then measures growing texts and stops at the first that takes too long, twice in a row.
create or replace function thing.check_pattern(p_pattern text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_probe text;
    v_length integer;
    v_start timestamptz;
    v_slow integer;
begin
    if p_pattern = '' or char_length(p_pattern) > 500 or p_pattern like '***%' then
        perform thing.fail('UNSAFE_PATTERN', 'a pattern has 1 to 500 characters and does not start with ***', jsonb_build_object('pattern', left(p_pattern, 500)));
    end if;
    perform thing.pattern_cost(p_pattern);
    begin
        perform '' ~ (p_pattern collate "C");
    exception when invalid_regular_expression then
        perform thing.fail('UNSAFE_PATTERN', format('pattern %s: %s', left(p_pattern, 80), sqlerrm), jsonb_build_object('pattern', p_pattern));
    end;
    -- Texts that keep an automaton busy: one letter, a mixture, and the pattern's own characters.
    foreach v_probe in array array['a', 'ab', md5(p_pattern), regexp_replace(p_pattern, '[^[:alnum:]]', '', 'g')] loop
        foreach v_length in array array[1000, 10000] loop
            v_slow := 0;
            while v_slow < 2 loop
                v_start := clock_timestamp();
                perform repeat(v_probe, v_length / greatest(1, length(v_probe))) || chr(10) ~ (p_pattern collate "C");
                exit when clock_timestamp() - v_start < make_interval(secs => 0.02 + v_length * 0.00001);   -- 30 ms, 120 ms
                v_slow := v_slow + 1;
            end loop;
            if v_slow = 2 then
                perform thing.fail('UNSAFE_PATTERN', format('pattern %s takes too long on a text of %s characters', left(p_pattern, 80), v_length),
                    jsonb_build_object('pattern', p_pattern));
            end if;
        end loop;
    end loop;
end
$$;
comment on function thing.check_pattern(text) is 'Fail with UNSAFE_PATTERN unless a regular expression is small, well-formed and fast. Internal.';
revoke all on function thing.check_pattern(text) from public;
