-- Refuses an expression, with the place in its text (from 1). Never returns. Errors: TB02A INVALID_EXPRESSION.
create or replace function thing.refuse_expression(p_message text, p_at jsonb, p_hint text default null)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.fail('INVALID_EXPRESSION', concat(p_message, ' (at ' || p_at::text || ')'),
        jsonb_strip_nulls(jsonb_build_object('position', p_at)), p_hint);
end
$$;
comment on function thing.refuse_expression(text, jsonb, text) is
    'Refuse an expression, with the place in its text. Internal.';
revoke all on function thing.refuse_expression(text, jsonb, text) from public;
