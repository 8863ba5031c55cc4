-- What access_usage.searched says of one kind, without the word itself: 'indexed' and 'searchable' (a field that is
-- searched, by what it would have to be), 'through' (from a reference to a field with one value, of what it points to:
-- '12 14'), 'beside' (fields with one value in another branch of an `or` that this is one of), 'shown' (a field that an
-- aggregate reads, where all of them are known). Pure.
create or replace function thing.shape_words(p_words text[], p_kind text)
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(select substr(w, length(p_kind) + 2) from unnest(p_words) w where w like p_kind || ' %' order by w)
$$;
comment on function thing.shape_words(text[], text) is 'What access_usage.searched says of one kind. Internal.';
revoke all on function thing.shape_words(text[], text) from public;
