-- Do all texts of a list match a regular expression? Behind the rules pattern and format of items.
create or replace function thing.items_match(p_items text[], p_pattern text)
returns boolean
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(bool_and((i collate "C") ~ p_pattern), true) from unnest(p_items) i
$$;
comment on function thing.items_match(text[], text) is 'Do all texts of a list match a regular expression?';
revoke all on function thing.items_match(text[], text) from public;
grant execute on function thing.items_match(text[], text) to thing_admin, thing_tenant;
