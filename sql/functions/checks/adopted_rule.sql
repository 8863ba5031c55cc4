-- The rule that says what one comparison of a CHECK says, as PostgreSQL writes it (pg_get_expr); null where none does.
create or replace function thing.adopted_rule(p_condition text, p_column text)
returns jsonb
language plpgsql
immutable
as $$
declare
    v_column text := '\(?' || regexp_replace(quote_ident(p_column), '([^[:alnum:]_])', '\\\1', 'g')
        || '(?:\)?::text)?';
    v_match text[];
begin
    v_match := regexp_match(p_condition, '^\(' || v_column
        || ' (>=|<=|>|<) (?:\(?''?(-?[0-9]+(?:\.[0-9]+)?)''?\)?(?:::(?:numeric|integer|bigint|double precision))?)\)$');
    if v_match is not null then
        return jsonb_build_object(
            case v_match[1] when '>=' then 'min' when '<=' then 'max' when '>' then 'exclusiveMin'
                            else 'exclusiveMax' end,
            v_match[2]::numeric);
    end if;
    v_match := regexp_match(p_condition, '^\((?:char_length|length)\(' || v_column || '\) (>=|<=|>|<) ([0-9]{1,9})\)$');
    if v_match is not null then
        return jsonb_build_object(case when v_match[1] in ('>=', '>') then 'minLength' else 'maxLength' end,
            v_match[2]::integer + case v_match[1] when '>' then 1 when '<' then -1 else 0 end);
    end if;
    v_match := regexp_match(p_condition, '^\(' || v_column || ' ~ ''([^'']*)''::text\)$');
    if v_match is not null then
        return jsonb_build_object('pattern', v_match[1]);
    end if;
    v_match := regexp_match(p_condition, '^\(' || v_column
        || ' = ANY \(\(?ARRAY\[((?:''[^'']*''::(?:text|character varying)(?:, )?)+)\]\)?(?:::text\[\])?\)\)$');
    if v_match is not null then
        return jsonb_build_object('oneOf', (
            select jsonb_agg(m[1]) from regexp_matches(v_match[1], '''([^'']*)''::', 'g') m));
    end if;
    return null;
end
$$;
comment on function thing.adopted_rule(text, text) is 'A comparison of a CHECK as a rule. Internal.';
revoke all on function thing.adopted_rule(text, text) from public;
