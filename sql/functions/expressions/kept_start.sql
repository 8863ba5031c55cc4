-- What a kept expression is for a thing whose lists are empty, as the JSON of a default. It is what new things begin
-- with. Runs inside the tenant's schema.
create or replace function thing.kept_start(p_tree jsonb, p_type text, p_params jsonb)
returns jsonb
language plpgsql
stable
set datestyle = 'ISO'
set timezone = 'UTC'
as $$
declare
    v_start jsonb;
begin
    -- (Links of no class: thing.list_sql finds no tables, so none is read.)
    execute 'select to_jsonb(' || thing.result_sql(p_type, p_params, thing.expression_sql(
        regexp_replace(p_tree::text, '"link": "[0-9]+:', '"link": "0:', 'g')::jsonb, 'old')) || ')' into v_start;
    return nullif(v_start, 'null');
end
$$;
comment on function thing.kept_start(jsonb, text, jsonb) is 'What a kept expression is over empty lists. Internal.';
revoke all on function thing.kept_start(jsonb, text, jsonb) from public;
