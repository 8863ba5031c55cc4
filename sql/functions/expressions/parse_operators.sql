-- Reads operands and the operators between them that bind at least as strongly as p_least, from token p_next on.
-- Literals are {"number"}, {"text"} or {"constant"}, fields {"names": [...]}, all else {"call", "arguments": [...]};
-- each has its place, "at". At most 50 levels deep. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.parse_operators(p_tokens jsonb[], p_next integer, p_least integer, p_depth integer,
    out tree jsonb, out next integer)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_depth integer := p_depth;
    v_token jsonb;
    v_right jsonb;
    v_negated boolean;
    v_binds integer;
begin
    if p_depth > 50 then
        perform thing.refuse_expression('an expression is at most 50 levels deep', p_tokens[p_next] -> 'at');
    end if;
    select * into tree, next from thing.parse_operand(p_tokens, p_next, p_depth);
    loop
        v_token := p_tokens[next];
        v_binds := thing.expression_operator(v_token);
        exit when v_binds is null or v_binds < p_least;
        v_depth := v_depth + 1;
        if v_depth > 50 then
            perform thing.refuse_expression('an expression is at most 50 levels deep', v_token -> 'at');
        end if;
        v_negated := false;
        if v_token ->> 'value' = 'is' then
            v_negated := p_tokens[next + 1] ->> 'value' = 'not';
            next := thing.expect_token(p_tokens, next + 1 + v_negated::integer, 'null');
            tree := jsonb_build_object('call', 'is null', 'arguments', jsonb_build_array(tree), 'at', v_token -> 'at');
        elsif v_token ->> 'value' in ('in', 'not') then
            v_negated := v_token ->> 'value' = 'not';
            next := thing.expect_token(p_tokens, next + v_negated::integer, 'in');
            next := thing.expect_token(p_tokens, next, '(');
            select a.tree, a.next into v_right, next from thing.parse_arguments(p_tokens, next, v_depth) a;
            if v_right ? 'where' then
                perform thing.refuse_expression('only the figures of a list have a condition', v_token -> 'at');
            end if;
            tree := jsonb_build_object('call', 'in', 'at', v_token -> 'at',
                'arguments', jsonb_build_array(tree) || (v_right -> 'arguments'));
        else
            select a.tree, a.next into v_right, next
              from thing.parse_operators(p_tokens, next + 1, v_binds + 1, v_depth) a;
            tree := jsonb_build_object('call', v_token -> 'value', 'arguments', jsonb_build_array(tree, v_right),
                'at', v_token -> 'at');
        end if;
        if v_negated then
            tree := jsonb_build_object('call', 'not', 'arguments', jsonb_build_array(tree), 'at', v_token -> 'at');
        end if;
        if v_binds = 4 and thing.expression_operator(p_tokens[next]) = 4 then
            perform thing.refuse_expression('comparisons that follow each other need parentheses',
                p_tokens[next] -> 'at');
        end if;
    end loop;
end
$$;
comment on function thing.parse_operators(jsonb[], integer, integer, integer) is
    'Read operands and the operators between them. Internal.';
revoke all on function thing.parse_operators(jsonb[], integer, integer, integer) from public;
