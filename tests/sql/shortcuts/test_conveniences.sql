-- Each one-operation function does what its operation does, and its author and version reach the history.
begin;
select plan(9);
select thing.create_tenant('acme');
select lives_ok($$ select thing.create_class('acme', 'Product', '[{"name": "title", "type": "text"}]', author => 'ann') $$);
select lives_ok($$ select thing.add_field('acme', 'Product', 'price', 'decimal', rules => '{"min": 0}', label => 'Price') $$);
select lives_ok($$ select thing.rename_field('acme', 'Product', 'price', 'netPrice', expected_version => 2) $$);
select lives_ok($$ select thing.alter_class('acme', 'Product', '{"description": "What we sell"}') $$);
select lives_ok($$ select thing.add_unique('acme', 'Product', 'titles', '{title}') $$);
select thing.drop_unique('acme', 'Product', 'titles');
select thing.drop_field('acme', 'Product', 'netPrice');
select lives_ok($$ select thing.restore_field('acme', (select (inverse -> 0 ->> 'id')::integer from thing.history('acme') limit 1)) $$);
select thing.drop_class('acme', 'Product');
select lives_ok($$ select thing.restore_class('acme', (select (inverse -> 0 ->> 'id')::integer from thing.history('acme') limit 1)) $$);
select is((select author from thing.history('acme') where version = 1), 'ann');
select is(thing.document('acme') #> '{classes,0,fields,1}', '{"name": "netPrice", "type": "decimal", "label": "Price", "rules": {"min": 0}, "params": {}}');
select * from finish();
rollback;
