-- Where a rule is in use, over all tenants: [{"tenant", "class", "field"?}]. Dropped classes and fields count, for they
-- can be restored.
create or replace function thing.rule_users(p_rule text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenant record;
    v_users jsonb;
    v_result jsonb := '[]';
begin
    for v_tenant in select t.slug, t.schema_name from thing.tenants t where t.server is null order by t.slug
    loop
        execute format($query$
            select coalesce(jsonb_agg(jsonb_strip_nulls(
                       jsonb_build_object('tenant', $1, 'class', u.class, 'field', u.field))), '[]')
              from (select c.name as class, f.name as field
                      from %1$I.thing_class_fields f join %1$I.thing_classes c on c.id = f.class_id
                     where f.validation_rules ? $2
                    union all
                    select c.name, null from %1$I.thing_classes c
                     where c.rules -> 'fields' ? $2
                        or jsonb_path_exists(c.rules -> 'checks', '$.*.rule ? (@ == $rule)',
                               jsonb_build_object('rule', $2))
                        or jsonb_path_exists(c.rules -> 'checks', '$.**.keyvalue() ? (@.key == $rule)',
                               jsonb_build_object('rule', $2), true)) u
            $query$, v_tenant.schema_name) into v_users using v_tenant.slug, p_rule;
        v_result := v_result || v_users;
    end loop;
    return v_result;
end
$$;
comment on function thing.rule_users(text) is 'Where a rule is in use, over all tenants. Internal.';
revoke all on function thing.rule_users(text) from public;
