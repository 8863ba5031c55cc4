-- What a person asks for, over thing.search_words: thing.search_query_in without a language.
create or replace function thing.search_query(value text)
returns tsquery
language sql
immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
    select thing.search_query_in(value, 'simple'::regconfig, false)
$$;
comment on function thing.search_query(text) is
    'What a person asks for, as a query over thing.search_words. Example: select thing.search_words(''東京都庁'') @@ '
    'thing.search_query(''京都'').';
revoke all on function thing.search_query(text) from public;
grant execute on function thing.search_query(text) to thing_admin, thing_tenant;
