-- The API's word for one thing of a class: its name, the leading capitals lowered; before a small letter the last one
-- stays, for it begins the next word: Product -> product, URLEntry -> urlEntry, URL -> url. Pure.
create or replace function thing.singular(p_class text)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select lower(left(p_class, w.length) collate "C") || substr(p_class, w.length + 1)
      from (select length(substring(p_class from '^[A-Z]*')) - (p_class ~ '^[A-Z]{2,}[a-z]')::integer) w (length)
$$;
comment on function thing.singular(text) is 'What the API calls one thing of a class. Internal.';
revoke all on function thing.singular(text) from public;
