-- Remainders of the numbers of a list. Behind the rule multipleOf of items.
create or replace function thing.item_remainders(p_items numeric[], p_divisor numeric)
returns numeric[]
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select array(select i % p_divisor from unnest(p_items) i)
$$;
comment on function thing.item_remainders(numeric[], numeric) is 'Remainders of the numbers of a list.';
revoke all on function thing.item_remainders(numeric[], numeric) from public;
grant execute on function thing.item_remainders(numeric[], numeric) to thing_admin, thing_tenant;
