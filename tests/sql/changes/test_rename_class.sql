-- A class renamed keeps its table, its things and what refers to it.
begin;
select plan(6);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"}]');
select thing.create_class('shop', 'Review', '[{"name": "product", "type": "reference", "target": "Product"}]');
insert into tenant_shop.tc_product (title) values ('x');
select lives_ok($$ select thing.rename_class('shop', 'Product', 'Article') $$);
select is((select title from tenant_shop.tc_product), 'x', 'the table keeps its name and rows');
select is(thing.document('shop') #>> '{classes,1,fields,0,target}', 'Article', 'references follow');
select throws_ok($$ select thing.drop_class('shop', 'Product') $$, 'TB021', null, 'the old name is gone');
select throws_ok($$ select thing.rename_class('shop', 'Article', 'Review') $$, 'TB011', null, 'a name in use is refused');
select thing.rollback('shop', 2);
select is(thing.document('shop') #>> '{classes,0,name}', 'Product', 'rollback gives the name back');
select * from finish();
rollback;
