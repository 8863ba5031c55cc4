-- Triggers that a change makes needless are dropped, on tables and join tables, and leave no drift.
begin;
select plan(5);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Pet');
select thing.create_class('shop', 'Dog', extends => 'Pet');
select thing.create_class('shop', 'Visit', '[{"name": "pet", "type": "reference", "target": "Pet"}, {"name": "more", "type": "references", "target": "Pet"},
    {"name": "note", "type": "text", "required": true}]');
select ok(exists (select from pg_trigger where tgrelid = 'tenant_shop.tc_visit'::regclass and tgname = 'refer_insert')
      and exists (select from pg_trigger where tgrelid = 'tenant_shop.tj_3_more'::regclass and tgname = 'refer_insert'), 'members of a family are checked by triggers');
select thing.migrate('shop', '[{"op": "drop_field", "class": "Visit", "field": "pet"}, {"op": "set_rules", "class": "Visit", "field": "note", "rules": {}}]');
select bag_eq($$ select tgname::text from pg_trigger where tgrelid = 'tenant_shop.tc_visit'::regclass and not tgisinternal and tgname ~ '^(validate|refer_)' $$,
    array[]::text[], 'none is left without a reason');
select is_empty($$ select * from thing.check('shop') $$, 'nothing drifts');
select thing.drop_class('shop', 'Dog');
select thing.purge('shop', 5);
select ok(not exists (select from pg_trigger where tgrelid = 'tenant_shop.tj_3_more'::regclass and tgname = 'refer_insert'), 'with the family gone, the join table''s goes too');
select is_empty($$ select * from thing.check('shop') $$, 'nothing drifts');
select * from finish();
rollback;
