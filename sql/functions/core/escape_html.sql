-- A text as HTML shows it, also as the value of an attribute. Inlined.
create or replace function thing.escape_html(value text)
returns text
language sql
immutable parallel safe
as $$
    select pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
               value, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;')
$$;
comment on function thing.escape_html(text) is 'A text as HTML shows it, for thing.highlight.';
revoke all on function thing.escape_html(text) from public;
grant execute on function thing.escape_html(text) to thing_tenant;
