-- Public, for administrators: takes a custom rule away again, with its wrapper.
-- Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE for a builtin rule, TB034 DEPENDENCY while a table still checks it, TB044 FORBIDDEN.
-- Definer: only the owner writes the registry.
create or replace function thing.unregister_rule(p_name text)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule thing.rules;
    v_users jsonb;
begin
    perform thing.assert_admin();
    select * into v_rule from thing.rules r where r.name = p_name for update;
    if v_rule.name is null then
        perform thing.fail('UNKNOWN_RULE', format('there is no rule %s', p_name), jsonb_build_object('rule', p_name));
    elsif v_rule.builtin then
        perform thing.fail('INVALID_RULE', format('rule %s is built in', p_name), jsonb_build_object('rule', p_name));
    end if;
    v_users := thing.rule_users(p_name);
    if v_users <> '[]' then
        perform thing.fail('DEPENDENCY', format('rule %s is in use', p_name), v_users);
    end if;
    execute (select string_agg(format('drop function %s', p.oid::regprocedure), '; ')
               from pg_proc p where p.pronamespace = 'thing_rules'::regnamespace and p.proname = p_name);
    delete from thing.rules r where r.name = p_name;
end
$$;
comment on function thing.unregister_rule(text) is 'Take away a custom rule that nothing uses any more (administrators). Example: select thing.unregister_rule(''isbn'').';
revoke all on function thing.unregister_rule(text) from public;
grant execute on function thing.unregister_rule(text) to thing_admin;
