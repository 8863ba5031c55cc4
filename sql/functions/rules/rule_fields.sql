-- The fields (API names) that the checks of class rules name, each once; field rules name none.
create or replace function thing.rule_fields(p_rules jsonb)
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select distinct n.name #>> '{}'
          from jsonb_path_query(p_rules -> 'checks', 'strict $.**.field') n (name)
         where jsonb_typeof(n.name) = 'string'
        union
        select n.name #>> '{}' from jsonb_path_query(p_rules -> 'checks', 'strict $.**.other') n (name)
         where jsonb_typeof(n.name) = 'string'
        union
        select n.name #>> '{}' from jsonb_path_query(p_rules -> 'checks', '$.*.fields[*]') n (name)
         where jsonb_typeof(n.name) = 'string')
$$;
comment on function thing.rule_fields(jsonb) is 'Names of the fields that class rules mention. Internal.';
revoke all on function thing.rule_fields(jsonb) from public;
