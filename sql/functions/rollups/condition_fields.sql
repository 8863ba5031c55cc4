-- The fields that a tree of conditions (thing.check_condition) names. Pure.
create or replace function thing.condition_fields(p_tree jsonb)
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(select distinct f #>> '{}'
                   from jsonb_path_query(p_tree, 'strict $.**.field') f where jsonb_typeof(f) = 'string'
                  union
                 select o #>> '{}' from jsonb_path_query(p_tree, 'strict $.**.compare.other') o
                  where jsonb_typeof(o) = 'string')
$$;
comment on function thing.condition_fields(jsonb) is 'The fields that conditions name. Internal.';
revoke all on function thing.condition_fields(jsonb) from public;
