-- The name of a rollup's field from a path and a word behind (or null): customerCountry, invoiceDateMonth. Pure.
create or replace function thing.joined_name(p_path text, p_word text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select string_agg(case w.n when 1 then w.word
                               else upper(left(w.word, 1) collate "C") || substr(w.word, 2) end, '' order by w.n)
      from unnest(string_to_array(p_path, '.') || p_word) with ordinality w (word, n)
$$;
comment on function thing.joined_name(text, text) is 'The name of a rollup''s field from a path. Internal.';
revoke all on function thing.joined_name(text, text) from public;
