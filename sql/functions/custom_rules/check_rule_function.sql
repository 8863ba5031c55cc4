-- Can this function serve as a custom rule? It returns boolean, takes (value) or (value, jsonb argument), gives the
-- same answer for the same row (immutable or stable), and may be executed by thing_rules. Returns the type of its first
-- argument.
-- Errors: TB025 INVALID_RULE.
create or replace function thing.check_rule_function(p_function regprocedure, p_level text)
returns regtype
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_function record;
    v_problem text;
    v_hint text;
begin
    select p.oid, p.proargtypes::regtype[] as arguments, p.prorettype, p.proretset, p.prokind, p.provolatile,
           p.pronamespace, n.nspname
      into v_function
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.oid = p_function;
    -- An oidvector counts from 0.
    v_problem := case
        when v_function.prokind <> 'f' or v_function.proretset or v_function.prorettype <> 'boolean'::regtype
            then 'must return boolean'
        when cardinality(v_function.arguments) not in (1, 2)
          or cardinality(v_function.arguments) = 2 and v_function.arguments[1] <> 'jsonb'::regtype
            then 'must take (value) or (value, argument jsonb)'
        when p_level = 'class' and v_function.arguments[0] <> 'jsonb'::regtype
            then 'must take (values jsonb, argument jsonb): it checks several fields'
        when v_function.provolatile = 'v'
            then 'must be immutable or stable: a rule gives the same answer for the same row'
        when not has_schema_privilege('thing_rules', v_function.pronamespace, 'usage')
            then 'cannot be reached by the role thing_rules'
        when not has_function_privilege('thing_rules', v_function.oid, 'execute')
            then 'cannot be executed by the role thing_rules'
    end;
    if v_problem is not null then
        v_hint := case when v_problem like 'cannot%' then format(
            'grant usage on schema %I to thing_rules, thing_owner; grant execute on function %s to thing_rules;',
            v_function.nspname, p_function) end;
        perform thing.fail('INVALID_RULE', format('function %s %s', p_function, v_problem),
            jsonb_build_object('function', p_function::text), v_hint);
    end if;
    return v_function.arguments[0];
end
$$;
comment on function thing.check_rule_function(regprocedure, text) is
    'Check that a function can serve as a custom rule. Internal.';
revoke all on function thing.check_rule_function(regprocedure, text) from public;
