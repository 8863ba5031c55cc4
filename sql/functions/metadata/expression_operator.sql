-- How strongly an operator binds; null: not an operator between two operands. Pure.
create or replace function thing.expression_operator(p_token jsonb)
returns integer
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when p_token ->> 'kind' in ('word', 'sign') then case
        when p_token ->> 'value' = 'or' then 1
        when p_token ->> 'value' = 'and' then 2
        when p_token ->> 'value' in ('=', '<>', '<', '<=', '>', '>=', 'is', 'in', 'not') then 4
        when p_token ->> 'value' in ('+', '-', '||') then 5
        when p_token ->> 'value' in ('*', '/', '%') then 6 end end
$$;
comment on function thing.expression_operator(jsonb) is 'How strongly an operator binds. Internal.';
revoke all on function thing.expression_operator(jsonb) from public;
