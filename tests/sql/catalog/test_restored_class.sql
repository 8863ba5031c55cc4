-- A class that was dropped and restored is a change for who read the catalog in between.
begin;
select plan(4);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "name", "type": "text"}]');
create temporary table before as select thing.catalog_head('shop') ->> 'shape' as shape;
select thing.drop_class('shop', 'Product');
select is(thing.catalog_index('shop', 1) -> 'gone' ->> 0, '1', 'gone');
select thing.restore_class('shop', 1);
select is(thing.catalog_index('shop', 2) -> 'classes' -> 0 ->> 1, 'Product', 'there again');
select is(thing.catalog_index('shop', 2) -> 'gone' ->> 0, null);
select is(thing.catalog_head('shop') ->> 'shape', (select shape from before), 'the shape is what it was');
select * from finish();
rollback;
