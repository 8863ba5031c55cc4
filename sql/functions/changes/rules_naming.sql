-- The rules, in a class and all that extend it, that name a field other than their own. A dropped class does not count:
-- it cannot be restored while its rules name what is gone. Runs inside the tenant's schema.
create or replace function thing.rules_naming(p_class_id integer, p_field text)
returns setof jsonb
language plpgsql
stable
as $$
begin
    return query
    select jsonb_build_object('class', c.name, 'rules', 'class')
      from thing_classes c
     where c.dropped_version is null and c.id = any (array(select thing.class_family(p_class_id)))
       and p_field = any (thing.rule_fields(c.rules))
    union all
    select jsonb_build_object('class', c.name, 'rules', f.name)
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.class_id = any (array(select thing.class_family(p_class_id))) and f.dropped_version is null
       and p_field = any (thing.rule_fields(f.validation_rules));
end
$$;
comment on function thing.rules_naming(integer, text) is 'Rules that name a field of the class. Internal.';
revoke all on function thing.rules_naming(integer, text) from public;
