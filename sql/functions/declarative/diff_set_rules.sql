-- Stage of thing.diff: rules of classes, of fields, and overrides, that differ. Runs inside the tenant's schema.
-- Errors: TB022 UNKNOWN_FIELD, TB024 UNKNOWN_RULE, TB025 INVALID_RULE, TB026 UNSAFE_PATTERN.
create or replace function thing.diff_set_rules(p_document jsonb)
returns setof jsonb
language plpgsql
as $$
begin
    return query
    select jsonb_build_object('op', 'set_rules', 'class', c.name, 'rules', d.value -> 'rules')
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
     where c.rules <> d.value -> 'rules' and c.rules <> thing.check_rules(c.id, null, d.value -> 'rules')
     order by c.id;
    return query
    select jsonb_build_object('op', 'set_rules', 'class', c.name, 'field', f.name, 'rules', w.rules)
      from jsonb_array_elements(p_document -> 'classes') d
      join thing_classes c on c.name = d.value ->> 'name' and c.dropped_version is null
      join thing_class_fields f on f.class_id = c.id and f.dropped_version is null
      left join lateral (
          select coalesce(o.value -> 'rules', '{}') as rules
            from jsonb_array_elements(case when f.inherited_from is null then d.value -> 'fields'
                                           else d.value -> 'overrides' end) o
           where o.value ->> 'name' = f.name) o on true
      cross join lateral (select coalesce(nullif(o.rules, 'null'), '{}') as rules) w
     where f.validation_rules <> w.rules and f.validation_rules <> thing.check_rules(c.id, f.id, w.rules)
     order by c.id, f.position, f.id;
end
$$;
comment on function thing.diff_set_rules(jsonb) is 'Stage of thing.diff: set rules. Internal.';
revoke all on function thing.diff_set_rules(jsonb) from public;
