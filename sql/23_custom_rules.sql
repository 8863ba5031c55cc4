-- Custom rules run as thing_rules, a role that owns and may do nothing: no matter which role writes the row, tenant or
-- DBA, and inside SECURITY DEFINER functions too, a DBA's function sees its arguments, what PUBLIC may see, and what is
-- granted to thing_rules.
do $$
begin
    create role thing_rules nologin;
exception when duplicate_object or unique_violation then
    null;   -- it is there already, or another installer has just made it
end
$$;
grant thing_rules to thing_owner;   -- from PostgreSQL 16 on, having created it is not enough to act as it
create schema if not exists thing_rules authorization thing_rules;
grant usage, create on schema thing_rules to thing_owner;
grant usage on schema thing_rules to thing_admin, thing_tenant;
comment on schema thing_rules is
    'Wrappers of custom rules (thing.register_rule), owned by a role that may do nothing else.';
