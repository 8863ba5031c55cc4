-- A unique combination lifted comes back; over duplicates written meanwhile the rollback is refused, and nothing changes.
begin;
select plan(6);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "a", "type": "text"}, {"name": "b", "type": "integer"}]');
select thing.add_unique('shop', 'Product', 'pair', '{a,b}');
select thing.drop_unique('shop', 'Product', 'pair');
insert into tenant_shop.tc_product (a, b) values ('x', 1), ('x', 1);
select throws_ok($$ select thing.rollback('shop', 2) $$, 'TB032', null, 'duplicates are a data conflict');
select is(thing.schema_version('shop'), 3, 'nothing has changed');
delete from tenant_shop.tc_product;
select lives_ok($$ select thing.rollback('shop', 2) $$);
select lives_ok($$ insert into tenant_shop.tc_product (a, b) values ('x', 1), ('x', 2), ('x', null), ('x', null) $$);
select throws_ok($$ insert into tenant_shop.tc_product (a, b) values ('x', 1) $$, '23505', null, 'unique again');
select is(thing.document('shop') #> '{classes,0,uniques}', '[{"name": "pair", "fields": ["a", "b"]}]', 'and documented');
select * from finish();
rollback;
