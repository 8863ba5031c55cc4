-- Are all items of an array different? Behind the rule uniqueItems (an expression alone cannot say it: a WHEN takes no
-- subquery).
create or replace function thing.unique_items(p_items text[])
returns boolean
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select count(*) = count(distinct i) + (count(*) - count(i) > 0)::integer from unnest(p_items) as i
$$;
comment on function thing.unique_items(text[]) is 'Are all items of the array different?';
revoke all on function thing.unique_items(text[]) from public;
grant execute on function thing.unique_items(text[]) to thing_admin, thing_tenant;

-- (Of lists of other types. The one of texts is older, and triggers hang on it.)
create or replace function thing.unique_items(p_items anyarray)
returns boolean
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select count(*) = count(distinct i) + (count(*) - count(i) > 0)::integer from unnest(p_items) as i
$$;
comment on function thing.unique_items(anyarray) is 'Are all items of the array different?';
revoke all on function thing.unique_items(anyarray) from public;
grant execute on function thing.unique_items(anyarray) to thing_admin, thing_tenant;

create or replace function thing.unique_items(p_items jsonb)
returns boolean
language sql
immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select count(*) = count(distinct i)
      from jsonb_array_elements(case jsonb_typeof(p_items) when 'array' then p_items else '[]' end) as i
$$;
comment on function thing.unique_items(jsonb) is
    'Are all items of a JSON array different? True for JSON that is not an array.';
revoke all on function thing.unique_items(jsonb) from public;
grant execute on function thing.unique_items(jsonb) to thing_admin, thing_tenant;
