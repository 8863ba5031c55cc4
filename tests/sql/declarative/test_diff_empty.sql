-- The document of a schema gives no operations; applied to an empty tenant it makes the same schema.
begin;
select plan(4);
select thing.create_tenant('shop');
select thing.create_tenant('other');
select thing.create_class('shop', 'Tag', '[{"name": "name", "type": "text", "unique": true, "label": "Name"}]', label => 'Tag', description => 'A tag');
select thing.create_class('shop', 'Product', '[{"name": "a", "type": "decimal", "params": {"precision": 8, "scale": 2}, "default": 1.50, "rules": {"min": 0}},
    {"name": "b", "type": "select", "params": {"values": ["x", "y"]}, "default": "x"}, {"name": "tags", "type": "references", "target": "Tag"},
    {"name": "any", "type": "reference", "onDelete": "setNull"}, {"name": "self", "type": "reference", "target": "Product"}]',
    uniques => '[{"name": "ab", "fields": ["b", "a"]}]', rules => '{"fields": {"maxLength": 80}}');
select thing.create_class('shop', 'Special', extends => 'Product', overrides => '[{"name": "a", "rules": {"min": null, "max": 5}}]');
select thing.add_field('shop', 'Tag', 'product', 'reference', target => 'Product');
select is(thing.diff('shop', thing.document('shop')), '[]', 'no difference to itself');
select lives_ok($$ select thing.migrate('other', thing.diff('other', thing.document('shop'))) $$, 'another tenant takes it, circle and all');
select is(thing.diff('other', thing.document('shop')), '[]', 'and differs no more');
select is(thing.diff('shop', thing.document('other')), '[]', 'neither way');
select * from finish();
rollback;
