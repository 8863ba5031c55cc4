-- Rows that were written together leave room for an update of each: it stays in the page, and no index is touched.
begin;
select plan(2);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Item', '[{"name": "name", "type": "text", "indexed": true},
    {"name": "stock", "type": "integer"}]');
insert into tenant_shop.tc_item (name, stock) select 'Item ' || i, 1 from generate_series(1, 600) i;
update tenant_shop.tc_item set stock = 2 where substr(name, 6)::integer % 20 = 0;
select is(pg_stat_get_xact_tuples_updated('tenant_shop.tc_item'::regclass), 30::bigint);
select is(pg_stat_get_xact_tuples_hot_updated('tenant_shop.tc_item'::regclass), 30::bigint, 'each stays in its page');
select * from finish();
rollback;
