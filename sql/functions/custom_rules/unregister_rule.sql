-- Public, for administrators: takes a custom rule away again, with its wrapper.
-- Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE for a builtin rule, TB034 DEPENDENCY while a table still checks it,
-- TB044 FORBIDDEN. Definer: only the owner writes the registry.
create or replace function thing.unregister_rule(name text)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_rule thing.rules;
    v_users jsonb;
begin
    perform thing.assert_admin();
    select * into v_rule from thing.rules r where r.name = unregister_rule.name for update;
    if v_rule.name is null then
        perform thing.fail('UNKNOWN_RULE', format('rule %s does not exist', unregister_rule.name),
            jsonb_build_object('rule', unregister_rule.name));
    elsif v_rule.builtin then
        perform thing.fail('INVALID_RULE', format('rule %s is built in', unregister_rule.name),
            jsonb_build_object('rule', unregister_rule.name));
    end if;
    v_users := thing.rule_users(unregister_rule.name);
    if v_users <> '[]' then
        perform thing.fail('DEPENDENCY', format('rule %s is in use', unregister_rule.name), v_users);
    end if;
    execute (select string_agg(format('drop function %s', p.oid::regprocedure), '; ')
               from pg_proc p where p.pronamespace = 'thing_rules'::regnamespace and p.proname = unregister_rule.name);
    delete from thing.rules r where r.name = unregister_rule.name;
end
$$;
comment on function thing.unregister_rule(text) is
    'Take away a custom rule that nothing uses any more (administrators). Example: select '
    'thing.unregister_rule(''isbn'').';
revoke all on function thing.unregister_rule(text) from public;
grant execute on function thing.unregister_rule(text) to thing_admin;
