-- The rules that hold for some classes, each with where it comes from. What comes later overrides by key, null switches
-- off:
-- (Computed fields have their own alone: what they give suits their type.)
--   the type's own rules < rules for all fields, farthest ancestor first < rules of the field, farthest ancestor first.
-- Rules of a list's items (of_items) stand one by one. Checks override by name, farthest ancestor first. Runs inside
-- the tenant's schema. (One plan serves any classes; a new one takes three times as long to make as to run.)
create or replace function thing.effective_rules_of_many(p_class_ids integer[])
returns table (class_id integer, scope text, field_id integer, field_name text, physical_name text, check_name text,
               rule text, argument jsonb, message text,
               source_class_id integer, source text, of_items boolean)
language plpgsql
stable
set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    with recursive ancestors as (
        select c.id as root_id, c.id, c.name, c.extends_id, c.rules, 0 as depth from thing_classes c
         where c.id = any (p_class_ids)
        union all
        select a.root_id, c.id, c.name, c.extends_id, c.rules, a.depth + 1 from ancestors a
          join thing_classes c on c.id = a.extends_id
    ), fields as (
        select f.class_id as root_id, f.id, f.name, f.physical_name, f.type, f.params, f.inherited_from, f.class_id,
               f.validation_rules, 0 as depth, f.expression is not null as computed
          from thing_class_fields f
         where f.class_id = any (p_class_ids) and f.dropped_version is null
        union all
        select d.root_id, d.id, d.name, d.physical_name, d.type, d.params, f.inherited_from, f.class_id,
               f.validation_rules, d.depth + 1, d.computed
          from fields d join thing_class_fields f on f.id = d.inherited_from
    ), given as (
        select f.id, 1 as strength, 0 as depth, r.key, r.rule, r.of_items, thing.type_rule(r.given, f.params) as value,
               null::integer as class_id, 'type ' || f.type as source
          from fields f
          join thing.field_types t on t.name = f.type
          cross join thing.flat_rules(t.rules) r
         where f.depth = 0 and not f.computed
        union all
        select f.id, 2, a.depth, r.key, r.key, false, r.value, a.id, format('class %s, all fields', a.name)
          from ancestors a
          cross join jsonb_each(a.rules -> 'fields') r
          join thing.rules g on g.name = r.key
          join fields f on f.depth = 0 and f.root_id = a.root_id and not f.computed
          join thing.field_types t on t.name = f.type
         where t.pg_type is not null and g.applies_to && array['*', t.name, t.category]
        union all
        select f.id, 3, f.depth, r.key, r.rule, r.of_items, r.given, f.class_id, format('field %s.%s', a.name, f.name)
          from fields f
          join ancestors a on a.id = f.class_id and a.root_id = f.root_id
          cross join thing.flat_rules(f.validation_rules) r
    ), winners as (
        select distinct on (g.id, g.key) g.* from given g order by g.id, g.key, g.strength desc, g.depth
    ), checks as (
        select distinct on (a.root_id, r.key) a.root_id, r.key, r.value, a.id, a.name
          from ancestors a cross join jsonb_each(a.rules -> 'checks') r
         order by a.root_id, r.key, a.depth
    )
    select f.root_id, 'field', f.id, f.name, f.physical_name, null::text, w.rule, g.argument, g.message,
           w.class_id, w.source, w.of_items
      from winners w
      join thing.rules r on r.name = w.rule
      join fields f on f.id = w.id and f.depth = 0
      cross join thing.rule_argument(w.value) g
     where w.value <> 'null'
    union all
    select c.root_id, 'class', null, c.value ->> 'field', null, c.key, c.value ->> 'rule', c.value - 'rule' - 'message',
           c.value ->> 'message', c.id, format('class %s, check %s', c.name, c.key), false
      from checks c
     where c.value <> 'null';
end
$$;
comment on function thing.effective_rules_of_many(integer[]) is
    'The rules that hold for some classes, inherited ones included, and where each comes from. Internal.';
revoke all on function thing.effective_rules_of_many(integer[]) from public;
