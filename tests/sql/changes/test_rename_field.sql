-- A field renamed keeps its column; checks that name it follow, in children too.
begin;
select plan(7);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Offer', '[{"name": "since", "type": "date"}, {"name": "until", "type": "date"}]');
select thing.create_class('shop', 'Sale', extends => 'Offer',
    rules => '{"checks": {"order": {"rule": "compare", "field": "since", "operator": "lt", "other": "until"}}}');
select lives_ok($$ select thing.rename_field('shop', 'Offer', 'since', 'starts') $$);
select has_column('tenant_shop', 'tc_sale', 'since', 'the column keeps its name');
select is(thing.document('shop') #>> '{classes,1,rules,checks,order,field}', 'starts', 'the check follows');
select throws_ok($$ insert into tenant_shop.tc_sale (since, until) values ('2024-02-01', '2024-01-01') $$, 'TB001', null, 'and still holds');
select throws_ok($$ select thing.rename_field('shop', 'Sale', 'starts', 'begins') $$, 'TB037', null, 'an inherited field is renamed in its own class');
select throws_ok($$ select thing.rename_field('shop', 'Offer', 'starts', 'until') $$, 'TB011', null, 'a name in use is refused');
select thing.rollback('shop', 2);
select is(thing.document('shop') #>> '{classes,1,rules,checks,order,field}', 'since', 'rollback renames rules too');
select * from finish();
rollback;
