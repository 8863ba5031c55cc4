-- The result of an expression as one of a field's type: rounded to its digits, null where it does not hold it. Pure.
create or replace function thing.result_sql(p_type text, p_params jsonb, p_sql text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when p_type = 'integer' then format('thing.computed_integer(%s)', p_sql)
        when p_type = 'bigint' then format('thing.computed_bigint(%s)', p_sql)
        when p_type = 'decimal' and p_params ? 'precision' then format('thing.computed_decimal(%s, %s, %s)', p_sql,
            (p_params ->> 'precision')::integer, coalesce((p_params ->> 'scale')::integer, 0))
        when p_type = 'float' then format('(%s)::double precision', p_sql)
        else format('(%s)', p_sql) end
$$;
comment on function thing.result_sql(text, jsonb, text) is 'The result of an expression, of a field''s type. Internal.';
revoke all on function thing.result_sql(text, jsonb, text) from public;
