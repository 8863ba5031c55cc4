-- Public: the rules that hold for a class and where each comes from (its type, a class for all its fields, a field, a
-- check).
-- Errors: TB021 UNKNOWN_CLASS, TB040, TB042, TB044. Definer: tenants have no rights on the registries' helpers.
create or replace function thing.effective_rules(tenant text, class text)
returns table (field text, check_name text, rule text, argument jsonb, message text, source text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(effective_rules.tenant);
    return query
    select e.field_name, e.check_name, case when e.of_items then 'items.' else '' end || e.rule, e.argument,
           case when e.of_items then 'each item ' else '' end || thing.rule_message(jsonb_build_object('rule', e.rule,
               'argument', e.argument, 'message', e.message, 'check', e.check_name)), e.source
      from thing.effective_rules_of((thing.class_row(effective_rules.class)).id) e
      left join thing_class_fields f on f.id = e.field_id
      join thing.rules r on r.name = e.rule
     order by e.scope desc, f.position, e.check_name collate "C", e.of_items, r.position, e.rule collate "C";
end
$$;
comment on function thing.effective_rules(text, text) is
    'The rules that hold for a class, inherited ones included, and where each comes from. Example: select * from '
    'thing.effective_rules(''acme'', ''Product'').';
revoke all on function thing.effective_rules(text, text) from public;
grant execute on function thing.effective_rules(text, text) to thing_admin, thing_tenant;
