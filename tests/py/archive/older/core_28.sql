-- The tenant of core_28.thing, an archive that the core of commit a778ca5 wrote: its migrations end with 0028.
select thing.create_tenant('older', label => 'From an older core', limits => '{"statement_timeout": "7s"}');
select thing.migrate('older', '[
    {"op": "create_enum", "enum": "Colour", "values": ["red", "green"]},
    {"op": "create_class", "class": "Maker", "fields": [
        {"name": "name", "type": "text", "rules": {"required": true, "unique": true, "minLength": 2}},
        {"name": "mail", "type": "email"}]},
    {"op": "create_class", "class": "Product", "fields": [
        {"name": "name", "type": "text", "searchable": true},
        {"name": "number", "type": "integer", "default": {"sequence": "{0}"}},
        {"name": "price", "type": "decimal", "params": {"precision": 12, "scale": 2}, "rules": {"min": 0}},
        {"name": "colour", "type": "select", "enum": "Colour"},
        {"name": "tags", "type": "textList"},
        {"name": "doubled", "type": "decimal", "expression": "price * 2", "stored": true},
        {"name": "maker", "type": "reference", "target": "Maker", "inverse": "products", "onDelete": "cascade"},
        {"name": "makers", "type": "references", "target": "Maker"},
        {"name": "gone", "type": "text"}],
     "uniques": [{"name": "named", "fields": ["name", "maker"]}]},
    {"op": "create_class", "class": "Special", "extends": "Product", "fields": [
        {"name": "since", "type": "date", "default": "today"}]},
    {"op": "create_rollup", "name": "Sales", "class": "Product", "groupBy": ["colour"],
     "aggregates": [{"function": "sum", "path": "price"}]}]');
insert into tenant_older.tc_maker (name, mail) select 'Maker ' || i, 'maker' || i || '@example.com' from generate_series(1, 20) i;
insert into tenant_older.tc_product (name, price, colour, tags, maker, gone)
    select 'Product ' || i, i * 1.5, case when i % 2 = 0 then 'red' else 'green' end, array['a', 'b' || i],
           (select m.id from tenant_older.tc_maker m where m.name = 'Maker ' || (i % 20 + 1)), 'x'
      from generate_series(1, 60) i;
insert into tenant_older.tc_special (name, price) values ('Special', 5);
insert into tenant_older.tj_2_makers (source_id, target_id) select p.id, m.id from tenant_older.tc_product p, tenant_older.tc_maker m where m.name = 'Maker 1';
update tenant_older.tc_product set price = price + 1 where name = 'Product 7';
delete from tenant_older.tc_maker where name = 'Maker 20';
select thing.migrate('older', '[
    {"op": "rename_field", "class": "Maker", "field": "mail", "to": "email"},
    {"op": "drop_field", "class": "Product", "field": "gone"}]');
