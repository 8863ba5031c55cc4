-- What everything.sql has not. {tenant} stands for the slug.
select thing.migrate('{tenant}', '[
    {"op": "create_enum", "enum": "Mood", "values": ["good", "bad"]},
    {"op": "create_class", "class": "Invoice", "fields": [
        {"name": "number", "type": "text", "default": {"sequence": "R-{year}-{00000}", "gapless": true}},
        {"name": "ticket", "type": "integer", "default": {"sequence": "{0}"}},
        {"name": "once", "type": "integer", "default": {"sequence": "{0}", "name": "once"}},
        {"name": "net", "type": "decimal"},
        {"name": "gross", "type": "decimal", "expression": "net * 1.25", "stored": true},
        {"name": "half", "type": "decimal", "expression": "net / 2"},
        {"name": "payer", "type": "reference", "target": "Party"},
        {"name": "mood", "type": "select", "enum": "Mood"},
        {"name": "country", "type": "text", "params": {"collation": "binary"}, "searchable": true}]},
    {"op": "add_index", "class": "Invoice", "name": "byCountry", "keys": [{"field": "country"}, {"field": "net", "order": "DESC"}]},
    {"op": "create_rollup", "name": "Sales", "class": "Invoice", "groupBy": ["country", "payer.name"],
     "aggregates": [{"function": "sum", "path": "net"}, {"function": "max", "path": "ticket"}]}]');
insert into tenant_{tenant}.tc_invoice (net, country, mood, payer)
select i, 'c' || i % 3, case i % 2 when 0 then 'good' end, (select e.id from tenant_{tenant}.tc_employee e where i > 10 order by e.name limit 1)
  from generate_series(1, 20) i;
delete from tenant_{tenant}.tc_invoice where net = 20;
select thing.migrate('{tenant}', '[{"op": "alter_field", "class": "Invoice", "field": "once", "set": {"default": null}}]');
select thing.persist_document('{tenant}', '{ invoices { nodes { id } } }', '{"cost": 2000}');
