-- A row of thing.rules by the names of its columns; its position is null. Pure.
create or replace function thing.builtin_rule(
    name text, applies_to text[], argument jsonb, message text, description text, level text default 'field',
    predicate text default null, predicates jsonb default '{}', native boolean default false, upper jsonb default '{}')
returns thing.rules
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule thing.rules;
begin
    v_rule.name := builtin_rule.name;
    v_rule.applies_to := builtin_rule.applies_to;
    v_rule.argument := builtin_rule.argument;
    v_rule.message := builtin_rule.message;
    v_rule.description := builtin_rule.description;
    v_rule.level := builtin_rule.level;
    v_rule.predicate := builtin_rule.predicate;
    v_rule.predicates := builtin_rule.predicates;
    v_rule.native := builtin_rule.native;
    v_rule.upper := builtin_rule.upper;
    return v_rule;
end
$$;
comment on function thing.builtin_rule(text, text[], jsonb, text, text, text, text, jsonb, boolean, jsonb) is
    'A row of the registry of rules, by names. Internal.';
revoke all on function thing.builtin_rule(text, text[], jsonb, text, text, text, text, jsonb,
    boolean, jsonb) from public;
