-- The place behind a sign or keyword that must stand there. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.expect_token(p_tokens jsonb[], p_next integer, p_value text)
returns integer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_tokens[p_next] ->> 'value' is distinct from p_value or p_tokens[p_next] ->> 'kind' not in ('word', 'sign') then
        perform thing.refuse_expression(
            format('%s must stand in place of %s', p_value, p_tokens[p_next] ->> 'value'), p_tokens[p_next] -> 'at');
    end if;
    return p_next + 1;
end
$$;
comment on function thing.expect_token(jsonb[], integer, text) is 'The place behind an expected word. Internal.';
revoke all on function thing.expect_token(jsonb[], integer, text) from public;
