-- A text as all that differ from it by case or accents have it: "Ålesund" and "alesund", "Ёлка" and "елка", "Straße"
-- and "STRASSE". What is a letter of its own stays: й is no и, が no か. No SET clause, all names qualified: the planner
-- inlines it, in statements and in indexes.
create or replace function thing.fold_accents(value text)
returns text
language sql
immutable parallel safe
as $$
    select case when pg_catalog.octet_length(value) = pg_catalog.char_length(value)
                then pg_catalog.upper(value collate "C")
        else pg_catalog.normalize(
            pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.translate(
                pg_catalog.regexp_replace(pg_catalog.normalize(thing.fold_case(value), 'NFKD') collate "C",
                    '[\u0300-\u0305\u0307-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670]+'
                    '|(?<![\u0418\u0423])\u0306',
                    '', 'g'),
                'ØĐŁĦŦÐı', 'ODLHTDI'), 'Æ', 'AE'), 'Œ', 'OE'), 'Þ', 'TH'), 'ß', 'SS'), 'NFKC') end
$$;
comment on function thing.fold_accents(text) is
    'The text without the difference of case and accents. Example: select thing.fold_accents(''Ålesund'') = '
    'thing.fold_accents(''alesund'').';
revoke all on function thing.fold_accents(text) from public;
grant execute on function thing.fold_accents(text) to thing_admin, thing_tenant;
