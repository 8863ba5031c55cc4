-- What of a text pg_trgm compares: thing.search_text; where the database's locale knows the letters of ASCII only (an
-- older data folder), other characters are written in those. That is asked once for all, at installation, for indexes
-- hold the result.
create or replace function thing.similar_text(value text)
returns text
language sql
immutable parallel safe
as $$
    select thing.search_text(value)
$$;
do $do$
begin
    if (select d.datctype in ('C', 'POSIX') from pg_database d where d.datname = current_database()) then
        create or replace function thing.similar_text(
            value text) returns text language sql immutable parallel safe as $$
            select (select pg_catalog.string_agg(case when pg_catalog.ascii(u.c) < 128 then u.c
                       else pg_catalog.translate(pg_catalog.to_hex(pg_catalog.ascii(u.c)),
                               '0123456789abcdef', 'GHIJKLMNOPQRSTUV') end, '' order by u.n)
              from pg_catalog.unnest(pg_catalog.string_to_array(thing.search_text(value), null))
                   with ordinality u (c, n))
        $$;
    end if;
end
$do$;
comment on function thing.similar_text(text) is
    'What of a text is compared by "similar". Example: select thing.similar_text(''Ålesund'').';
revoke all on function thing.similar_text(text) from public;
grant execute on function thing.similar_text(text) to thing_admin, thing_tenant;
