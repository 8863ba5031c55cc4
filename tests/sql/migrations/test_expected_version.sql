-- A migration planned on another version is refused, and says which version there is.
begin;
select plan(6);
select thing.create_tenant('shop');
select is(thing.create_class('shop', 'A', expected_version => 0) ->> 'version', '1', 'the expected version passes');
select throws_ok($$ select thing.create_class('shop', 'B', expected_version => 0) $$, 'TB031', 'the schema is at version 1, not 0');
select throws_ok($$ select thing.migrate('shop', '[{"op": "drop_class", "class": "A"}]', 2) $$, 'TB031');
select throws_ok($$ select thing.rollback('shop', 0, 0) $$, 'TB031');
select throws_ok($$ select thing.rollback('shop', 7) $$, 'TB036', null, 'there is no version 7');
select is((select array_agg(version order by version) from thing.history('shop')), '{0,1}', 'nothing has changed');
select * from finish();
rollback;
