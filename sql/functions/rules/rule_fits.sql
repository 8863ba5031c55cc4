-- Does a rule fit a field type? By the type's name or its category; * is every type that has a column.
create or replace function thing.rule_fits(p_rule thing.rules, p_type thing.field_types)
returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select p_type.pg_type is not null and p_rule.applies_to && array['*', p_type.name, p_type.category]
$$;
comment on function thing.rule_fits(thing.rules, thing.field_types) is 'Does a rule fit a field type? Internal.';
revoke all on function thing.rule_fits(thing.rules, thing.field_types) from public;
