-- The root fields that the API makes of a class, abstract or not: queries, mutations, the subscription. Pure.
create or replace function thing.root_fields(p_class text)
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array[n.one, n.many, n.many || 'Aggregate', n.one || 'Changed'] || array(
               select v.verb || upper(left(w.word, 1) collate "C") || substr(w.word, 2)
                 from unnest(array['create', 'update', 'upsert', 'delete']) with ordinality v (verb, n)
                cross join unnest(array[n.one, n.many]) with ordinality w (word, n)
                order by v.n, w.n)
      from (select s.one, thing.plural(s.one) as many from (select thing.singular(p_class) as one) s) n
$$;
comment on function thing.root_fields(text) is 'The API''s root fields of a class. Internal.';
revoke all on function thing.root_fields(text) from public;
