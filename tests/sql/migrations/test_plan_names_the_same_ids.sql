-- Names of joins and constraints carry ids: those that a plan shows are those that migrate gives.
begin;
select plan(2);
select thing.create_tenant('shop');
create temp table planned as select thing.plan('shop', '[{"op": "create_class", "class": "Tag", "fields": [
    {"name": "name", "type": "text", "unique": true}, {"name": "other", "type": "references", "target": null}]}]') -> 'statements' as s;
select matches((select s::text from planned), 'tj_1_other', 'the first class has id 1');
select thing.create_class('shop', 'Tag', '[{"name": "name", "type": "text", "unique": true}, {"name": "other", "type": "references", "target": null}]');
select has_table('tenant_shop', 'tj_1_other', 'and has it still when it is made');
select * from finish();
rollback;
