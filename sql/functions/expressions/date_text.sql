-- A date as a text of ISO 8601, whatever DateStyle is. Pure: to_char is not marked so, for months may have names.
create or replace function thing.date_text(value date)
returns text
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select to_char(value, 'YYYY-MM-DD') collate "C"
$$;
comment on function thing.date_text(date) is 'A date as a text: select thing.date_text(''2024-02-29'').';
revoke all on function thing.date_text(date) from public;
grant execute on function thing.date_text(date) to thing_admin, thing_tenant;
