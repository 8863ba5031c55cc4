-- The words of a text that the filter "search" finds; indexes of searchable fields hold them. Inlined, like
-- thing.fold_case.
create or replace function thing.search_words(value text)
returns tsvector
language sql
immutable parallel safe
as $$
    select pg_catalog.to_tsvector('pg_catalog.simple'::pg_catalog.regconfig, thing.search_text(value))
$$;
comment on function thing.search_words(text) is
    'The words of a text that are searched. Example: select thing.search_words(''Ålesund'') @@ '
    'thing.search_query(''alesund'').';
revoke all on function thing.search_words(text) from public;
grant execute on function thing.search_words(text) to thing_admin, thing_tenant;
