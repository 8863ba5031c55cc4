-- Public, for administrators: makes a rule of a function. With applies_to (types or categories) it is a rule of fields,
-- f(value[, argument jsonb]); without, a check of a class over the fields it names, f(values jsonb[, argument jsonb]),
-- values keyed by API name. An absent value passes without a call. The function runs through a wrapper as thing_rules
-- (sql/23_custom_rules.sql), with a fixed search_path; the wrapper depends on it, so that it cannot be dropped under a
-- rule. Registering again replaces message, description and function.
-- Errors: TB011 NAME_TAKEN, TB023 UNKNOWN_TYPE, TB025 INVALID_RULE, TB044 FORBIDDEN. Definer: only the owner writes the
-- registry.
create or replace function thing.register_rule(
    name text, rule_function regprocedure, message text, applies_to text[] default null, description text default '')
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_level text := case when register_rule.applies_to is null then 'class' else 'field' end;
    v_input regtype;
    v_call text;
    v_tenant text;
begin
    perform thing.assert_admin();
    if register_rule.name !~ '^[a-z][A-Za-z0-9]{0,62}$' or register_rule.name in ('and', 'or', 'not', 'field',
        'compare') or coalesce(register_rule.message, '') = '' then
        perform thing.fail('INVALID_RULE', 'a rule needs a name like oddNumber and a message',
            jsonb_build_object('rule', register_rule.name, 'message', register_rule.message));
    elsif exists (select from thing.rules r
                   where r.name = register_rule.name and (r.builtin or r.level <> v_level)) then
        perform thing.fail('NAME_TAKEN', format('rule %s already exists', register_rule.name),
            jsonb_build_object('rule', register_rule.name));
    end if;
    v_input := thing.check_rule_function(register_rule.rule_function, v_level);
    execute thing.rule_wrapper_sql(register_rule.name, register_rule.rule_function, v_input);
    v_call := format('thing_rules.%I(%s, {argument})', register_rule.name,
        case v_level when 'field' then '{value}' else '{fields}' end);
    perform thing.check_custom_types(register_rule.name, register_rule.applies_to, v_call);
    insert into thing.rules as r (name, level, applies_to, argument, predicate, message, function, description)
    values (register_rule.name, v_level, coalesce(register_rule.applies_to, '{*}'),
            case v_level when 'field' then '{"kind": "json"}'
                else '{"kind": "object", "keys": {"fields": {"kind": "fields"}, "argument": {"kind": "json", '
                     '"optional": true, "default": "null::jsonb"}, "field": {"kind": "field", "optional": true, '
                     '"default": "null"}}}' end::jsonb,
            v_call, register_rule.message, register_rule.rule_function::text, register_rule.description)
    on conflict (name) do update set
        applies_to = excluded.applies_to, predicate = excluded.predicate, message = excluded.message,
        function = excluded.function,
        description = excluded.description;
    for v_tenant in select distinct u ->> 'tenant'
                      from jsonb_array_elements(thing.rule_users(register_rule.name)) u order by 1 loop
        perform thing.enter_tenant(v_tenant);   -- the message stands in the catalog
        perform thing.publish_entries(
            array(select c.id from thing_classes c where c.dropped_version is null
                     and c.compiled @> jsonb_build_array(jsonb_build_object('rule', register_rule.name))),
            '{"op": "refresh"}', '{"kind": "CATALOG_REFRESHED", "impact": "SAFE"}');
    end loop;
end
$$;
comment on function thing.register_rule(text, regprocedure, text, text[], text) is
    'Make a validation rule of a function (administrators). Example: select thing.register_rule(''isbn'', '
    '''public.is_isbn(text)'', ''must be an ISBN'', ''{text}'').';
revoke all on function thing.register_rule(text, regprocedure, text, text[], text) from public;
grant execute on function thing.register_rule(text, regprocedure, text, text[], text) to thing_admin;
