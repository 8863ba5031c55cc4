-- SQL of the places (from 0) of those items of a list that break a rule, the first 20 of them; null for a rule of the
-- list itself. p_field: as thing.rule_sql has it. Its predicate over one item says what thing.rule_sql says of the
-- whole list.
create or replace function thing.item_places_sql(p_rule text, p_argument jsonb, p_field jsonb)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
               'array(select (_i._n - 1)::integer from unnest(%s) with ordinality _i (_value, _n) where not (%s) '
               'order by _i._n limit 20)',
               p_field ->> 'value', thing.rule_sql(p_rule, p_argument,
                   jsonb_build_object('type', t.item, 'value', '_i._value', 'item', true), '{}'))
      from thing.field_types t
      join thing.rules r on r.name = p_rule
     where t.name = p_field ->> 'type' and t.item is not null and r.predicates ? 'list'
$$;
comment on function thing.item_places_sql(text, jsonb, jsonb) is
    'SQL of the places of a list''s items that break a rule. Internal.';
revoke all on function thing.item_places_sql(text, jsonb, jsonb) from public;
