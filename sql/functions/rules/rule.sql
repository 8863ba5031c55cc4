-- One row of the rule registry. Errors: TB024 UNKNOWN_RULE, TB025 INVALID_RULE when it stands on the wrong level.
create or replace function thing.rule(p_name text, p_level text, p_where text default 'rules')
returns thing.rules
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rule thing.rules;
begin
    select * into v_rule from thing.rules r where r.name = p_name;
    if v_rule.name is null then
        perform thing.fail('UNKNOWN_RULE', format('%s: rule %s does not exist', p_where, coalesce(p_name, 'null')),
            jsonb_build_object('rule', p_name));
    elsif v_rule.level <> p_level then
        perform thing.fail('INVALID_RULE', format('%s: %s is a rule of a %s', p_where, p_name, v_rule.level),
            jsonb_build_object('rule', p_name),
            case v_rule.level when 'class' then 'Put it under "checks" of the class rules.'
                 else 'Put it on a field, or under "fields" of the class rules.' end);
    end if;
    return v_rule;
end
$$;
comment on function thing.rule(text, text, text) is 'A rule of the registry, or TB024. Internal.';
revoke all on function thing.rule(text, text, text) from public;
