-- A dropped class holds no name and no dependency; it cannot come back where its parent has changed so that it would not fit.
begin;
select plan(6);
select thing.create_tenant('shop');
select thing.create_class('shop', 'P', '[{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}, {"name": "c", "type": "text"}]');
select thing.create_class('shop', 'C', '[{"name": "own", "type": "text"}]', extends => 'P', uniques => '[{"name": "u", "fields": ["c"]}]',
    rules => '{"checks": {"k": {"rule": "compare", "field": "a", "operator": "lt", "other": "b"}}}');
select thing.drop_class('shop', 'C');
select lives_ok($$ select thing.add_field('shop', 'P', 'own', 'integer') $$, 'the names of its fields are free');
select throws_ok($$ select thing.restore_class('shop', 2) $$, 'TB011', null, 'it cannot come back with a field twice');
select lives_ok($$ select thing.rename_field('shop', 'P', 'own', 'other'), thing.drop_field('shop', 'P', 'b'), thing.drop_field('shop', 'P', 'c') $$, 'its rules and uniques hold nothing');
select throws_ok($$ select thing.restore_class('shop', 2) $$, 'TB034', null, 'it cannot come back without what they name');
select lives_ok($$ select thing.rollback('shop', 2) $$, 'a rollback brings everything back in order');
select is_empty($$ select * from thing.check('shop') $$);
select * from finish();
rollback;
