-- Reads `when ... then ... else ... end`; the arguments of a case are condition, value, condition, value, ..., and the
-- value of else. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.parse_case(p_tokens jsonb[], p_next integer, p_depth integer,
    out tree jsonb, out next integer)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_arguments jsonb := '[]';
    v_word text;
    v_argument jsonb;
begin
    next := p_next;
    loop
        foreach v_word in array array['when', 'then'] loop
            next := thing.expect_token(p_tokens, next, v_word);
            select a.tree, a.next into v_argument, next from thing.parse_operators(p_tokens, next, 1, p_depth + 1) a;
            v_arguments := v_arguments || jsonb_build_array(v_argument);
        end loop;
        exit when p_tokens[next] ->> 'value' is distinct from 'when' or p_tokens[next] ->> 'kind' <> 'word';
    end loop;
    if p_tokens[next] ->> 'value' = 'else' and p_tokens[next] ->> 'kind' = 'word' then
        select a.tree, a.next into v_argument, next from thing.parse_operators(p_tokens, next + 1, 1, p_depth + 1) a;
        v_arguments := v_arguments || jsonb_build_array(v_argument);
    end if;
    next := thing.expect_token(p_tokens, next, 'end');
    tree := jsonb_build_object('call', 'case', 'arguments', v_arguments);
end
$$;
comment on function thing.parse_case(jsonb[], integer, integer) is 'Read a case of an expression. Internal.';
revoke all on function thing.parse_case(jsonb[], integer, integer) from public;
