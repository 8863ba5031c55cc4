-- Words that are no names in an expression, unless they stand in "". Pure.
create or replace function thing.expression_keywords()
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array['and', 'or', 'not', 'is', 'in', 'null', 'true', 'false', 'case',
               'when', 'then', 'else', 'end', 'where']
$$;
comment on function thing.expression_keywords() is 'Words that are no names in an expression. Internal.';
revoke all on function thing.expression_keywords() from public;
