-- A text as an SQL literal without braces, so that it can stand in templates. Pure.
create or replace function thing.literal_sql(p_text text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when p_text ~ '[{}\\]'
        then 'E''' || replace(replace(replace(replace(p_text, '\', '\\'), '''', ''''''), '{', '\x7b'), '}', '\x7d')
             || ''''
        else '''' || replace(p_text, '''', '''''') || '''' end
$$;
comment on function thing.literal_sql(text) is 'A text as an SQL literal without braces. Internal.';
revoke all on function thing.literal_sql(text) from public;
