-- References of a field or class that comes back, to things deleted meanwhile, become null; all others are as they were.
begin;
select plan(7);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Tag', '[{"name": "name", "type": "text"}]');
select thing.create_class('shop', 'Product', '[{"name": "title", "type": "text"}, {"name": "main", "type": "reference", "target": "Tag"},
    {"name": "any", "type": "reference"}, {"name": "tags", "type": "references", "target": "Tag"}]');
insert into tenant_shop.tc_tag (name) values ('kept'), ('gone');
insert into tenant_shop.tc_product (title, main, "any") select t.name, t.id, t.id from tenant_shop.tc_tag t;
insert into tenant_shop.tj_2_tags (source_id, target_id) select p.id, t.id from tenant_shop.tc_product p, tenant_shop.tc_tag t;
set constraints all immediate;
select thing.migrate('shop', '[{"op": "drop_field", "class": "Product", "field": "main"}, {"op": "drop_field", "class": "Product", "field": "any"},
    {"op": "drop_field", "class": "Product", "field": "tags"}]');
select lives_ok($$ delete from tenant_shop.tc_tag where name = 'gone' $$, 'a hidden reference holds nothing back');
select lives_ok($$ select thing.rollback('shop', 2) $$);
select results_eq($$ select title, main is null, "any" is null from tenant_shop.tc_product order by title $$,
    $$ values ('gone', true, true), ('kept', false, false) $$, 'dangling references are null');
select is((select count(*) from tenant_shop.tj_2_tags), 2::bigint, 'dangling links are gone');
select throws_ok($$ delete from tenant_shop.tc_tag; set constraints all immediate $$, '23503', null, 'the foreign keys are back');
select thing.drop_class('shop', 'Product');
delete from tenant_shop.tc_tag;
select lives_ok($$ select thing.rollback('shop', 2) $$, 'the same for a class that comes back');
select results_eq($$ select title, main is null, "any" is null from tenant_shop.tc_product order by title $$,
    $$ values ('gone', true, true), ('kept', true, true) $$, 'its dangling references are null');
select * from finish();
rollback;
