-- The words of a searchable column, as SQL: of its field's language where that has one. Pure.
create or replace function thing.words_sql(p_column text, p_params jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when p_params ? 'language'
                then format('thing.search_stems(%s, %L::regconfig)', p_column, p_params ->> 'language')
                else format('thing.search_words(%s)', p_column) end
$$;
comment on function thing.words_sql(text, jsonb) is 'The words of a searchable column, as SQL. Internal.';
revoke all on function thing.words_sql(text, jsonb) from public;
