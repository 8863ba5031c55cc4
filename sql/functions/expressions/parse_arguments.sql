-- Reads the arguments of a call up to its closing parenthesis: {"arguments": [...], "where"?: condition}.
-- Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.parse_arguments(p_tokens jsonb[], p_next integer, p_depth integer,
    out tree jsonb, out next integer)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_arguments jsonb := '[]';
    v_argument jsonb;
begin
    next := p_next;
    tree := '{}';
    while p_tokens[next] ->> 'value' <> ')' or p_tokens[next] ->> 'kind' <> 'sign' or v_arguments <> '[]' loop
        select a.tree, a.next into v_argument, next from thing.parse_operators(p_tokens, next, 1, p_depth + 1) a;
        v_arguments := v_arguments || jsonb_build_array(v_argument);
        exit when p_tokens[next] ->> 'value' is distinct from ',' or p_tokens[next] ->> 'kind' <> 'sign';
        next := next + 1;
    end loop;
    if p_tokens[next] ->> 'value' = 'where' and p_tokens[next] ->> 'kind' = 'word' then
        select a.tree, a.next into v_argument, next from thing.parse_operators(p_tokens, next + 1, 1, p_depth + 1) a;
        tree := jsonb_build_object('where', v_argument);
    end if;
    next := thing.expect_token(p_tokens, next, ')');
    tree := tree || jsonb_build_object('arguments', v_arguments);
end
$$;
comment on function thing.parse_arguments(jsonb[], integer, integer) is 'Read the arguments of a call. Internal.';
revoke all on function thing.parse_arguments(jsonb[], integer, integer) from public;
