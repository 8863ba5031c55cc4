-- A text as all that differ from it by case alone have it, in every script: "Straße" and "STRASSE", "ΟΔΟΣ" and "οδος",
-- "Å" and the Ångström sign. Accents count. "i" and "I" are the same, whatever the language; the Turkish dotless "ı" is
-- the same as both, "İ" is not. Small letters first, since some have no capital of their own (the Kelvin sign); then
-- capitals, which know no final sigma. ß is written ss in between, for PostgreSQL before 18, which there knows letters
-- with one counterpart alone (so the ligature ﬁ is not FI). No SET clause, all names qualified instead: so the planner
-- inlines it, in statements and in indexes.
create or replace function thing.fold_case(value text)
returns text
language sql
immutable parallel safe
as $$
    select pg_catalog.upper(pg_catalog.replace(pg_catalog.lower(value collate thing.letters), 'ß', 'ss'))
$$;
comment on function thing.fold_case(text) is
    'The text without the difference of capital and small letters. Example: select thing.fold_case(''Straße'') = '
    'thing.fold_case(''STRASSE'').';
revoke all on function thing.fold_case(text) from public;
grant execute on function thing.fold_case(text) to thing_admin, thing_tenant;
