-- A computed field's expression as SQL of the field's type and collation, over a row (thing.expression_sql). Runs
-- inside the tenant's schema.
create or replace function thing.computed_sql(p_type text, p_params jsonb, p_expression jsonb, p_row text)
returns text
language plpgsql
stable
as $$
declare
    v_sql text := thing.result_sql(p_type, p_params, thing.expression_sql(p_expression -> 'tree', p_row));
begin
    return case when p_type = 'text' then format('(%s collate %s)', v_sql,
                    coalesce(thing.collation_of(p_params ->> 'collation'), 'pg_catalog."default"'))
                else v_sql end;
end
$$;
comment on function thing.computed_sql(text, jsonb, jsonb, text) is 'A computed field as SQL. Internal.';
revoke all on function thing.computed_sql(text, jsonb, jsonb, text) from public;
