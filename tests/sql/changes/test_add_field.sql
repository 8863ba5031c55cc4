-- A field added to a class with rows: its default fills them; a required field without one is refused, and changes nothing.
begin;
select plan(7);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"}]');
insert into tenant_shop.tc_product (title) select 'p' || g from generate_series(1, 10) g;
select lives_ok($$ select thing.add_field('shop', 'Product', 'stock', 'integer', required => true, default_value => '5') $$);
select is((select sum(stock) from tenant_shop.tc_product), 50::bigint, 'existing rows have the default');
select is((select max(version) from tenant_shop.tc_product), 1, 'and no new version');
select throws_ok($$ select thing.add_field('shop', 'Product', 'sku', 'text', required => true) $$, 'TB032', null, 'required without a default is refused');
select hasnt_column('tenant_shop', 'tc_product', 'sku', 'nothing of it is left');
select is(thing.schema_version('shop'), 2, 'the version has not moved');
delete from tenant_shop.tc_product;
select lives_ok($$ select thing.add_field('shop', 'Product', 'sku', 'text', required => true) $$, 'an empty table takes it');
select * from finish();
rollback;
