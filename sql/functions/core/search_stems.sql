-- thing.search_words in a language: words without their endings, and without those that say nothing (a, the). Accents
-- are folded first, as in every search. Inlined, like thing.fold_case.
create or replace function thing.search_stems(value text, language regconfig)
returns tsvector
language sql
immutable parallel safe
as $$
    select pg_catalog.to_tsvector(language, thing.search_text(value))
$$;
comment on function thing.search_stems(text, regconfig) is
    'The words of a text in a language that are searched. Example: select thing.search_stems(''The lamps'', '
    '''english'') @@ thing.search_query_in(''a lamp'', ''english'').';
revoke all on function thing.search_stems(text, regconfig) from public;
grant execute on function thing.search_stems(text, regconfig) to thing_admin, thing_tenant;
