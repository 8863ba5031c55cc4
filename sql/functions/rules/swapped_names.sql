-- {old: new} as {new: old}; null for null. Pure.
create or replace function thing.swapped_names(p_names jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_object_agg(e.value, e.key) from jsonb_each_text(p_names) e
$$;
comment on function thing.swapped_names(jsonb) is 'Names the other way round. Internal.';
revoke all on function thing.swapped_names(jsonb) from public;
