-- The query whose rows an archive has of a table: $1 schema, $2 table, $3 columns.
select format('select %s from %I.%I', (select string_agg(quote_ident(c.name), ', ' order by c.n)
                                         from unnest($3::text[]) with ordinality c (name, n)), $1::text, $2::text)
