-- Lengths of the texts of a list, in characters. Behind the rules minLength and maxLength of items (a trigger's WHEN
-- takes no subquery).
create or replace function thing.item_lengths(p_items text[])
returns integer[]
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(select char_length(i) from unnest(p_items) i)
$$;
comment on function thing.item_lengths(text[]) is 'Lengths of the texts of a list, in characters.';
revoke all on function thing.item_lengths(text[]) from public;
grant execute on function thing.item_lengths(text[]) to thing_admin, thing_tenant;
