-- DDL of the wrapper of a custom rule: fixed search_path, rights of thing_rules, no call for an absent value.
-- "called on null input" for the argument: only a null value ends it early.
create or replace function thing.rule_wrapper_sql(p_name text, p_function regprocedure, p_input regtype)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format($ddl$
create or replace function thing_rules.%1$I(p_value %2$s, p_argument jsonb)
returns boolean
language sql
%3$s parallel safe
security definer
set search_path = pg_catalog, pg_temp
return case when p_value is not null then %4$s end;
alter function thing_rules.%1$I(%2$s, jsonb) owner to thing_rules;
revoke all on function thing_rules.%1$I(%2$s, jsonb) from public;
grant execute on function thing_rules.%1$I(%2$s, jsonb) to thing_owner, thing_admin, thing_tenant;
comment on function thing_rules.%1$I(%2$s, jsonb) is 'Custom rule: calls %5$s.';
$ddl$,
               p_name, p_input, case p.provolatile when 'i' then 'immutable' else 'stable' end,
               format('%I.%I(%s)', n.nspname, p.proname,
                   case p.pronargs when 1 then 'p_value' else 'p_value, p_argument' end),
               replace(p_function::text, '''', ''''''))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.oid = p_function
$$;
comment on function thing.rule_wrapper_sql(text, regprocedure, regtype) is
    'DDL of the wrapper of a custom rule. Internal.';
revoke all on function thing.rule_wrapper_sql(text, regprocedure, regtype) from public;
