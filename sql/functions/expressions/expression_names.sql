-- All names in a parsed expression. Pure.
create or replace function thing.expression_names(p_node jsonb)
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(select distinct n #>> '{}' from jsonb_path_query(p_node, 'strict $.**.names[*]') n)
$$;
comment on function thing.expression_names(jsonb) is 'All names in a parsed expression. Internal.';
revoke all on function thing.expression_names(jsonb) from public;
