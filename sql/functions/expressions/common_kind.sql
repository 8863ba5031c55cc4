-- The kind that values of these kinds have together; null: none. Pure.
create or replace function thing.common_kind(p_kinds text[])
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when k.kinds = '{}' or 'other' = any (k.kinds) then null
                when cardinality(k.kinds) = 1 then k.kinds[1]
                when k.kinds <@ '{integer,decimal}' then 'decimal'
                when k.kinds <@ '{integer,decimal,float}' then 'float' end
      from (select array(select distinct k from unnest(p_kinds) k where k <> 'null') as kinds) k
$$;
comment on function thing.common_kind(text[]) is 'The kind that values have together. Internal.';
revoke all on function thing.common_kind(text[]) from public;
