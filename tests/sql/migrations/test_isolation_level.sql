-- A schema change needs a transaction that sees what others commit while it waits.
begin isolation level repeatable read;
select plan(2);
select thing.create_tenant('shop');
select throws_ok($$ select thing.create_class('shop', 'A') $$, 'TB038');
select throws_ok($$ select thing.plan('shop', '[{"op": "create_class", "class": "A"}]') $$, 'TB038');
select * from finish();
rollback;
