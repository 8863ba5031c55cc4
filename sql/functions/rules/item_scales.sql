-- Digits after the point of the numbers of a list. Behind the rule precision of items.
create or replace function thing.item_scales(p_items numeric[])
returns integer[]
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(select scale(trim_scale(i)) from unnest(p_items) i)
$$;
comment on function thing.item_scales(numeric[]) is 'Digits after the point of the numbers of a list.';
revoke all on function thing.item_scales(numeric[]) from public;
grant execute on function thing.item_scales(numeric[]) to thing_admin, thing_tenant;
