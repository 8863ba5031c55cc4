-- What stands behind a column's name in CREATE TABLE, from its description (thing.actual_parts). Pure.
create or replace function thing.column_definition(p_definition jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select concat(' ', p_definition ->> 'type', ' default ' || (p_definition ->> 'default'),
                  case p_definition ->> 'identity' when 'a' then ' generated always as identity' end,
                  case when (p_definition ->> 'notNull')::boolean then ' not null' end)
$$;
comment on function thing.column_definition(jsonb) is 'A column''s definition as DDL. Internal.';
revoke all on function thing.column_definition(jsonb) from public;
