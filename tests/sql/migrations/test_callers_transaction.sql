-- A migration in a transaction that has written before it: deferred checks do not get in its way, and it sees the rows.
begin;
select plan(3);
select thing.create_tenant('shop');
select thing.create_class('shop', 'A', '[{"name": "any", "type": "reference"}, {"name": "n", "type": "integer"}]');
insert into tenant_shop.tc_a (n) values (1);
insert into tenant_shop.tc_a (n, "any") select 2, id from tenant_shop.tc_a;
select lives_ok($$ select thing.add_field('shop', 'A', 'm', 'integer') $$, 'pending checks are done first');
insert into tenant_shop.tc_a (n) values (100);
select throws_ok($$ select thing.set_rules('shop', 'A', 'n', '{"max": 10}') $$, 'TB032', null, 'rows of this transaction count');
select lives_ok($$ select thing.set_rules('shop', 'A', 'n', '{"max": 100}') $$);
select * from finish();
rollback;
