-- How many states a regular expression expands to: {m,n} copies what it repeats n times, and nested repeats multiply.
-- Bounding that sum bounds nested repeats and their product alike. What may be absent (*, ?, {0,n}) weighs 9 more: a
-- row of such atoms takes cubic time to compile (measured: 1,000 of them 29 s, 100 of them 30 ms). PostgreSQL matches
-- in time linear in the text (cost x length) as long as there are no back-references and no look-around, so those are
-- refused here. The session cannot switch the backslashes of the expressions below off: standard_conforming_strings is
-- set.
-- Errors: TB026 UNSAFE_PATTERN. What is merely malformed is left to the trial compilation in thing.check_pattern.
create or replace function thing.pattern_cost(p_pattern text)
returns integer
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set standard_conforming_strings = on
as $$
declare
    v_rest text := regexp_replace(p_pattern, '^\(\?i\)', '');   -- the one embedded option that leaves the syntax alone
    v_token text;
    v_part text[];
    v_last integer := 0;            -- cost of the last atom, which a quantifier would repeat
    v_sum integer[] := array[0];    -- cost of all before it: one entry for each open parenthesis
    v_problem text;
begin
    while v_rest <> '' and v_problem is null loop
        -- One token: bracket expression, escape, group, quantifier, or any single character.
        v_token := substring(v_rest from
            '^(\[\^?\]?(?:\[[.:=][^\]]*\]|\\.|[^\]\\])*\]|\\.|\((?:\?(?:<?.)?)?|\{[0-9]+(?:,[0-9]*)?\}|.)');
        v_rest := substr(v_rest, char_length(v_token) + 1);
        case
            when v_token = '(' or v_token = '(?:' then
                v_sum := v_sum[:cardinality(v_sum) - 1] || (v_sum[cardinality(v_sum)] + v_last) || 0;
                v_last := 0;
                if cardinality(v_sum) > 20 then v_problem := 'has more than 20 nested groups'; end if;
            when v_token like '(%' then v_problem := 'uses look-around or an embedded option';
            when v_token ~ '^\\[0-9]' then v_problem := 'uses a back-reference';
            when v_token = ')' and cardinality(v_sum) > 1 then
                v_last := v_sum[cardinality(v_sum)] + v_last;
                v_sum := v_sum[:cardinality(v_sum) - 1];
            when v_token ~ '^\{[0-9]' then
                v_part := regexp_match(v_token, '^\{([0-9]+)(?:,([0-9]*))?\}$');
                if length(v_part[1]) > 3 or length(v_part[2]) > 3 then
                    v_problem := 'repeats more than 255 times';
                else
                    v_last := v_last * greatest(v_part[1]::integer, coalesce(nullif(v_part[2], ''), '1')::integer, 1)
                        + case when v_part[1]::integer = 0 then 9 else 0 end;
                end if;
            when v_token in ('*', '?') then v_last := v_last + 9;
            when v_token = '+' then null;
            else
                v_sum[cardinality(v_sum)] := v_sum[cardinality(v_sum)] + v_last;
                v_last := 1;
        end case;
        if v_problem is null and v_last + v_sum[cardinality(v_sum)] > 500 then
            v_problem := 'expands to more than 500 states';
        end if;
    end loop;
    if v_problem is not null then
        perform thing.fail('UNSAFE_PATTERN', format('pattern %s %s', left(p_pattern, 80), v_problem),
            jsonb_build_object('pattern', p_pattern));
    end if;
    return v_last + v_sum[cardinality(v_sum)];
end
$$;
comment on function thing.pattern_cost(text) is
    'States that a regular expression expands to; fails on what does not match in linear time. Internal.';
revoke all on function thing.pattern_cost(text) from public;
