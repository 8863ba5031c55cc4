-- A new child may combine, override and compare fields that its parent gets, or gets another type for, in the same document.
begin;
select plan(2);
select thing.create_tenant('shop');
select thing.create_class('shop', 'P', '[{"name": "b", "type": "text"}]');
create temp table d as select '{"classes": [
    {"name": "C", "extends": "P", "uniques": [{"name": "u", "fields": ["a", "b"]}], "overrides": [{"name": "a", "rules": {"max": 5}}, {"name": "b", "rules": {"min": 1}}],
     "rules": {"checks": {"k": {"rule": "compare", "field": "a", "operator": "lt", "other": "b"}}}},
    {"name": "P", "fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}]}]}'::jsonb as d;
select lives_ok($$ select thing.migrate('shop', thing.diff('shop', d)) from d $$);
select is(thing.diff('shop', d), '[]') from d;
select * from finish();
rollback;
