-- A dropped class is out of sight with all its things; rollback brings both back, checksum-equal, with their instance rows.
begin;
select plan(9);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Tag', '[{"name": "name", "type": "text"}]');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"}, {"name": "main", "type": "reference", "target": "Tag", "onDelete": "setNull"},
    {"name": "tags", "type": "references", "target": "Tag"}, {"name": "twin", "type": "reference", "target": "Product"}]');
insert into tenant_shop.tc_tag (name) values ('a'), ('b');
insert into tenant_shop.tc_product (title, main) select 'p' || g, (select id from tenant_shop.tc_tag where name = 'a') from generate_series(1, 50) g;
insert into tenant_shop.tj_2_tags (source_id, target_id) select p.id, t.id from tenant_shop.tc_product p, tenant_shop.tc_tag t;
create temp table before as
    select (select md5(string_agg(t::text, ',' order by t.id)) from tenant_shop.tc_product t) as rows,
           (select md5(string_agg(t::text, ',' order by t::text)) from tenant_shop.tj_2_tags t) as links,
           (select md5(string_agg(t::text, ',' order by t.id)) from tenant_shop.thing_instances t) as instances;
select lives_ok($$ select thing.drop_class('shop', 'Product') $$);
select is((select count(*) from tenant_shop.thing_instances), 2::bigint, 'its things are no things now');
select ok(not has_table_privilege('tenant_shop', 'tenant_shop.tc_product', 'select'), 'the tenant cannot read the table');
select lives_ok($$ select thing.create_class('shop', 'Product', '[{"name": "other", "type": "text"}]') $$, 'the name is free');
select hasnt_table('tenant_shop', 'tc_product_3', 'sanity: names of tables are numbered from 2');
select lives_ok($$ select thing.rollback('shop', 2) $$);
select is((select md5(string_agg(t::text, ',' order by t.id)) from tenant_shop.tc_product t), (select rows from before), 'every row is as it was');
select is((select md5(string_agg(t::text, ',' order by t::text)) from tenant_shop.tj_2_tags t), (select links from before), 'and every link');
select is((select md5(string_agg(t::text, ',' order by t.id)) from tenant_shop.thing_instances t), (select instances from before), 'and every instance row');
select * from finish();
rollback;
