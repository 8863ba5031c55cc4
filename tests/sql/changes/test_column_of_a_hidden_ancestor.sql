-- A child may have a field by the name of one that its parent has dropped: the columns differ, so the parent's can come back.
begin;
select plan(4);
select thing.create_tenant('shop');
select thing.create_class('shop', 'P', '[{"name": "a", "type": "boolean"}]');
insert into tenant_shop.tc_p (a) values (true);
select thing.drop_field('shop', 'P', 'a');
select thing.create_class('shop', 'C', '[{"name": "a", "type": "text"}]', extends => 'P');
select has_column('tenant_shop', 'tc_c', 'a_2', 'the child''s has a number');
select hasnt_column('tenant_shop', 'tc_c', 'a', 'the name is kept free');
select lives_ok($$ select thing.rollback('shop', 1) $$);
select ok((select a from tenant_shop.tc_p), 'with its value');
select * from finish();
rollback;
