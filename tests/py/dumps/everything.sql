-- One of everything that the core makes in a tenant's schema: every type of field, every rule, references of all kinds, inheritance,
-- defaults, uniques, indexes, a rule of a DBA, hidden things. What the server has no extension for is left out.
-- {tenant} stands for the slug.
create function public.is_odd(integer) returns boolean language sql immutable as 'select $1 % 2 = 1';
select thing.register_rule('odd', 'public.is_odd(integer)', 'must be odd', '{integer}');

select thing.migrate('{tenant}', jsonb_build_array(jsonb_build_object('op', 'create_class', 'class', 'Kind', 'fields',
    (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', 'f' || t.name, 'type', t.name,
                'params', case when t.params ? 'values' then '{"values": ["a", "b"]}' when t.params ? 'dimensions' then '{"dimensions": 3}'
                               when t.params ? 'precision' then '{"precision": 12, "scale": 2}' end::jsonb,
                'target', case when t.category = 'reference' then 'Kind' end,
                'indexed', case when t.index_method is not null then true end,
                'searchable', case when t.search_method is not null and thing.extension_schema(t.search_extension) is not null then true end,
                'rules', case when t.category in ('list', 'json') then '{"minItems": 0, "maxItems": 9, "uniqueItems": true}' end::jsonb)))
       from thing.field_types t
      where t.extension is null or thing.extension_schema(t.extension) is not null))));

select thing.migrate('{tenant}', '[
    {"op": "create_class", "class": "Ruled", "fields": [
        {"name": "text", "type": "text", "default": "it''s \\ {x}", "rules": {"required": true, "minLength": 1, "maxLength": 40, "pattern": "^[^\\s''\\\\]", "unique": true}},
        {"name": "mail", "type": "text", "rules": {"format": "email", "oneOf": ["a@b.co", "o''neil@example.com"]}},
        {"name": "number", "type": "decimal", "default": "1.5", "rules": {"exclusiveMin": 0, "exclusiveMax": 100, "multipleOf": "0.5", "precision": {"precision": 5, "scale": 2}}},
        {"name": "float", "type": "float", "rules": {"min": -1.5, "max": 1e300, "multipleOf": 0.1}},
        {"name": "odd", "type": "integer", "default": 7, "rules": {"odd": true}},
        {"name": "born", "type": "date", "default": "today", "rules": {"min": "today-P150Y", "max": "today"}},
        {"name": "at", "type": "datetime", "default": "now", "rules": {"max": "now+PT1H"}},
        {"name": "clock", "type": "time", "default": "now"},
        {"name": "state", "type": "select", "params": {"values": ["on", "off"]}, "default": "on"},
        {"name": "marks", "type": "multiselect", "params": {"values": ["x", "y"]}, "default": ["x"]},
        {"name": "data", "type": "json", "default": {"a": [1, "''"]}},
        {"name": "select", "type": "text"}],
     "uniques": [{"name": "pair", "fields": ["mail", "odd"]}],
     "rules": {"checks": {
        "order": {"rule": "compare", "field": "text", "operator": "ne", "other": "mail"},
        "why": {"rule": "requiredIf", "field": "text", "if": {"field": "state", "oneOf": ["off"]}},
        "both": {"rule": "condition", "if": {"and": [{"field": "state", "oneOf": ["on"]}, {"or": [{"field": "odd", "min": 5}, {"not": {"field": "text", "required": true}}]}]},
                 "then": {"field": "number", "max": 99}}}}},
    {"op": "create_class", "class": "Party", "abstract": true, "fields": [{"name": "name", "type": "text", "rules": {"required": true}}]},
    {"op": "create_class", "class": "Person", "extends": "Party", "fields": [{"name": "age", "type": "integer", "rules": {"min": 0}}]},
    {"op": "create_class", "class": "Employee", "extends": "Person", "fields": [{"name": "boss", "type": "reference", "target": "Employee", "onDelete": "setNull"}]},
    {"op": "create_class", "class": "Deal", "fields": [
        {"name": "seller", "type": "reference", "target": "Party", "rules": {"required": true}, "onDelete": "cascade"},
        {"name": "item", "type": "reference", "target": "Ruled"},
        {"name": "any", "type": "reference"},
        {"name": "people", "type": "references", "target": "Person"},
        {"name": "rules", "type": "references", "target": "Ruled"},
        {"name": "gone", "type": "text", "default": "x"},
        {"name": "size", "type": "text"}]},
    {"op": "create_class", "class": "Lost", "fields": [{"name": "name", "type": "text", "rules": {"minLength": 2}}, {"name": "kinds", "type": "references", "target": "Kind"}]}]');

insert into tenant_{tenant}.tc_ruled (text, mail) values ('one', 'a@b.co'), ('two', null);
insert into tenant_{tenant}.tc_employee (name, age) values ('Ann', 40), ('Bob', 30);
update tenant_{tenant}.tc_employee set boss = (select id from tenant_{tenant}.tc_employee where name = 'Ann') where name = 'Bob';
insert into tenant_{tenant}.tc_deal (seller, item, size) select e.id, r.id, '5' from tenant_{tenant}.tc_employee e, tenant_{tenant}.tc_ruled r where e.name = 'Ann' and r.text = 'one';
insert into tenant_{tenant}.tj_6_people (source_id, target_id) select d.id, e.id from tenant_{tenant}.tc_deal d, tenant_{tenant}.tc_employee e;
insert into tenant_{tenant}.tc_lost (name) values ('lost');
insert into tenant_{tenant}.tc_kind (ftext, fjson, fdecimal, fmultiselect) values ('kind', '{"a": 1}', 12.5, array['a']);
select thing.migrate('{tenant}', '[
    {"op": "alter_field", "class": "Deal", "field": "size", "set": {"type": "integer"}},
    {"op": "drop_field", "class": "Deal", "field": "gone"},
    {"op": "drop_class", "class": "Lost"}]');
