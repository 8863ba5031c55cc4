-- Reads an operand of an expression from token p_next on: a literal, a path of names, a call, a case, what stands in
-- parentheses or behind a prefix. The tree and the next token, as thing.parse_operators has them.
-- Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.parse_operand(p_tokens jsonb[], p_next integer, p_depth integer,
    out tree jsonb, out next integer)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_token jsonb := p_tokens[p_next];
    v_value text := v_token ->> 'value';
    v_kind text := v_token ->> 'kind';
    v_names jsonb;
begin
    next := p_next + 1;
    if v_kind = 'number' then
        tree := jsonb_build_object('number', v_value);
    elsif v_kind = 'text' then
        tree := jsonb_build_object('text', v_value);
    elsif v_kind = 'word' and v_value in ('true', 'false', 'null') then
        tree := jsonb_build_object('constant', v_value);
    elsif v_kind = 'word' and v_value = 'not' then
        select * into tree, next from thing.parse_operators(p_tokens, next, 3, p_depth + 1);
        tree := jsonb_build_object('call', 'not', 'arguments', jsonb_build_array(tree));
    elsif v_kind = 'sign' and v_value = '-' then
        select * into tree, next from thing.parse_operators(p_tokens, next, 7, p_depth + 1);
        tree := jsonb_build_object('call', 'negative', 'arguments', jsonb_build_array(tree));
    elsif v_kind = 'sign' and v_value = '(' then
        select * into tree, next from thing.parse_operators(p_tokens, next, 1, p_depth + 1);
        next := thing.expect_token(p_tokens, next, ')');
        return;
    elsif v_kind = 'word' and v_value = 'case' then
        select * into tree, next from thing.parse_case(p_tokens, next, p_depth);
    elsif v_kind = 'word' and p_tokens[next] ->> 'value' = '(' and p_tokens[next] ->> 'kind' = 'sign' then
        select * into tree, next from thing.parse_arguments(p_tokens, next + 1, p_depth);
        tree := tree || jsonb_build_object('call', v_value);
    elsif v_kind = 'name' or v_kind = 'word' and v_value <> all (thing.expression_keywords()) then
        v_names := jsonb_build_array(v_value);
        while p_tokens[next] ->> 'value' = '.' and p_tokens[next] ->> 'kind' = 'sign' loop
            if coalesce(p_tokens[next + 1] ->> 'kind', 'end') not in ('word', 'name') then
                perform thing.refuse_expression('a name must follow the point', p_tokens[next] -> 'at');
            end if;
            v_names := v_names || jsonb_build_array(p_tokens[next + 1] ->> 'value');
            next := next + 2;
        end loop;
        tree := jsonb_build_object('names', v_names);
    else
        perform thing.refuse_expression(format('a value must stand in place of %s', v_value), v_token -> 'at');
    end if;
    tree := tree || jsonb_build_object('at', v_token -> 'at');
end
$$;
comment on function thing.parse_operand(jsonb[], integer, integer) is 'Read an operand of an expression. Internal.';
revoke all on function thing.parse_operand(jsonb[], integer, integer) from public;
