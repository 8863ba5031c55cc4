-- Public: which fields carry a rule themselves (with this argument, if one is given)? Found by the GIN index on
-- validation_rules.
-- Errors: TB024 UNKNOWN_RULE, TB040, TB042, TB044. Definer: tenants have no rights on the registries' helpers.
create or replace function thing.fields_with_rule(tenant text, rule text, with_argument jsonb default null)
returns table (class text, field text, argument jsonb, message text, inherited boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(fields_with_rule.tenant);
    perform thing.rule(fields_with_rule.rule, 'field');
    return query
    select c.name, f.name, g.argument, g.message, f.inherited_from is not null
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
      cross join lateral thing.rule_argument(f.validation_rules -> fields_with_rule.rule) g
     where f.validation_rules ? fields_with_rule.rule and f.dropped_version is null
       and g.argument = coalesce(fields_with_rule.with_argument, g.argument)
     order by c.name collate "C", f.position;
end
$$;
comment on function thing.fields_with_rule(text, text, jsonb) is
    'Fields that carry a rule, or a rule with this argument. Example: select * from thing.fields_with_rule(''acme'', '
    '''format'', ''"email"'').';
revoke all on function thing.fields_with_rule(text, text, jsonb) from public;
grant execute on function thing.fields_with_rule(text, text, jsonb) to thing_admin, thing_tenant;
