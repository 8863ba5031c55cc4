-- Public: existing things of a class, and of the classes that extend it, that break its rules, or would break rules:
-- new rules of the class, or with field of that field, in place of the present ones. One scan of each table; nothing
-- changes and nothing is locked during the scan: rules are laid over the metadata in a subtransaction that only
-- compiles and is undone.
-- Errors: TB021, TB022, TB024, TB025, TB026, TB040, TB042, TB044. Definer: tenants have no rights on the registries'
-- helpers.
create or replace function thing.violating_rows(
    tenant text, class_name text, rules jsonb default null, max_rows integer default 100, field text default null)
returns table (class text, id uuid, violations jsonb)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_class integer;
    v_plan jsonb;
    v_item record;
    v_row record;
    v_left integer := violating_rows.max_rows;
    v_unique boolean := violating_rows.field is not null
        and (thing.rule_argument(violating_rows.rules -> 'unique')).argument = 'true';
begin
    perform thing.enter_tenant(violating_rows.tenant);
    v_class := (thing.class_row(violating_rows.class_name)).id;
    begin
        if violating_rows.rules is not null and violating_rows.field is null then
            update thing_classes c
               set rules = thing.check_rules(v_class, null, violating_rows.rules) where c.id = v_class;
        elsif violating_rows.rules is not null then
            update thing_class_fields f set validation_rules = thing.check_rules(v_class, f.id, violating_rows.rules)
             where f.id = thing.field_id(v_class, violating_rows.field);
        end if;
        select jsonb_agg(jsonb_build_object('class', c.name, 'id', c.id, 'rules', thing.compiled_rules(c.id))
                   order by c.id) into v_plan
          from thing_classes c
         where c.id in (select thing.class_family(v_class)) and not c.abstract and c.dropped_version is null;
        if violating_rows.rules is not null then
            raise exception sqlstate 'TBUND';   -- undo
        end if;
    exception when sqlstate 'TBUND' then
        null;
    end;
    for v_item in select i ->> 'class' as class, (i ->> 'id')::integer as id, i -> 'rules' as rules
                    from jsonb_array_elements(v_plan) i loop
        if v_unique then
            return query select v_item.class, d.id, jsonb_build_array(thing.violation(violating_rows.field, 'unique',
                                    'must be unique', '{"value": true}'))
                           from thing.duplicates_of(v_item.id, violating_rows.field, v_left) d (id);
        end if;
        continue when v_item.rules = '[]';
        for v_row in execute thing.violating_sql(v_item.id, v_item.rules) || ' limit $1' using v_left loop
            class := v_item.class;
            id := v_row.id;
            violations := thing.describe_violations(v_item.rules, v_row.failing);
            v_left := v_left - 1;
            return next;
        end loop;
    end loop;
end
$$;
comment on function thing.violating_rows(text, text, jsonb, integer, text) is
    'Existing things that break the rules of a class, or would break these new rules of the class or of a field. '
    'Example: select * from thing.violating_rows(''acme'', ''Product'', ''{"minLength": 3}'', field => ''name'').';
revoke all on function thing.violating_rows(text, text, jsonb, integer, text) from public;
grant execute on function thing.violating_rows(text, text, jsonb, integer, text) to thing_admin, thing_tenant;
