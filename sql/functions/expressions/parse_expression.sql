-- The tree of an expression as it is written, names not yet looked up (thing.parse_operators). At most 2,000
-- characters, 50 levels and 200 operators, calls, names and literals. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.parse_expression(p_text text)
returns jsonb
language plpgsql
stable strict
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tokens jsonb[] := thing.expression_tokens(p_text);
    v_tree jsonb;
    v_next integer;
begin
    select a.tree, a.next into v_tree, v_next from thing.parse_operators(v_tokens, 1, 1, 1) a;
    if v_tokens[v_next] ->> 'kind' <> 'end' then
        perform thing.refuse_expression(format('the expression should end before %s', v_tokens[v_next] ->> 'value'),
            v_tokens[v_next] -> 'at');
    elsif (select count(*) from jsonb_path_query(v_tree, 'strict $.**.at')) > 200 then
        perform thing.refuse_expression('an expression has at most 200 parts', null,
            'Make computed fields of its parts, and one of those.');
    end if;
    return v_tree;
end
$$;
comment on function thing.parse_expression(text) is 'The tree of an expression as it is written. Internal.';
revoke all on function thing.parse_expression(text) from public;
