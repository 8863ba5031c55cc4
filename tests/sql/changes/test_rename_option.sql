-- An option of a select gets another name: things, default, rules, children, the log's past and the way back follow; no thing has a new version.
begin;
select plan(35);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "Base", "abstract": true, "fields": [
    {"name": "state", "type": "select", "params": {"values": ["draft", "onSale", "gone"]}, "default": "onSale", "indexed": true,
     "rules": {"required": true, "oneOf": {"value": ["draft", "onSale"], "message": "no!"}}},
    {"name": "marks", "type": "multiselect", "params": {"values": ["red", "blue"]}, "default": ["red", "blue"]}, {"name": "price", "type": "integer"}],
    "rules": {"checks": {"c": {"rule": "requiredIf", "field": "price", "if": {"or": [{"field": "state", "oneOf": ["onSale"]}, {"not": {"field": "marks", "oneOf": ["red", "blue"]}}]}}}}},
    {"op": "create_class", "class": "Product", "extends": "Base", "overrides": [{"name": "state", "rules": {"oneOf": ["draft", "onSale"]}}], "uniques": [{"name": "one", "fields": ["state", "price"]}]}]');
insert into tenant_rt.tc_product (id, state, marks, price) values ('00000000-0000-7000-8000-000000000001', 'draft', '{red,blue}', null), ('00000000-0000-7000-8000-000000000002', 'onSale', '{}', 1),
    ('00000000-0000-7000-8000-000000000003', default, null, 2);
-- (The times of one transaction are one: what is there becomes older between the steps.)
update tenant_rt.tc_product set state = 'onSale', price = 9 where state = 'draft';
create function pg_temp.past() returns void language plpgsql as $$
begin
    set local session_replication_role = replica;
    update tenant_rt.tc_product set updated_at = updated_at - interval '1 minute';
    update tenant_rt.change_log set old = jsonb_set(old, '{updated_at}', to_jsonb((old ->> 'updated_at')::timestamptz - interval '1 minute')) where old ? 'updated_at';
    update tenant_rt.schema_versions set created_at = created_at - interval '1 minute';
    set local session_replication_role = origin;
end
$$;
select pg_temp.past();
create temporary table before as select thing.document('rt') as document, (select checksum from tenant_rt.schema_versions order by version desc limit 1) as checksum, (select max(seq) from tenant_rt.change_log) as seq;
create function pg_temp.shown() returns text language sql as $$
    select string_agg(concat_ws(' ', s ->> 'state', nullif(s -> 'marks', 'null'), s -> 'version'), '; ' order by id)
      from (select p.id, (select h.state from thing.history('rt', 'Product', p.id) h order by h.seq desc limit 1) as s from tenant_rt.tc_product p) x
$$;

create temporary table done as select thing.migrate('rt', '[{"op": "rename_option", "class": "Base", "field": "state", "from": "onSale", "to": "forSale"},
    {"op": "rename_option", "class": "Base", "field": "marks", "from": "red", "to": "crimson"}]') as r;
select pg_temp.past();
select is(r -> 'diff', '[{"kind": "OPTION_RENAMED", "class": "Base", "field": "state", "from": "onSale", "to": "forSale", "impact": "BREAKING"},
    {"kind": "OPTION_RENAMED", "class": "Base", "field": "marks", "from": "red", "to": "crimson", "impact": "BREAKING"}]'::jsonb, 'what is different') from done;
select is(r -> 'jobs', '[]'::jsonb, 'at once, where tables are small') from done;
select is(pg_temp.shown(), 'forSale ["crimson", "blue"] 2; forSale [] 1; forSale 1', 'things follow, and keep their versions');
select results_eq('select operation from tenant_rt.change_log, before b where change_log.seq > b.seq', array['schema'], 'one event, of the schema');
select is(thing.document('rt') #> '{classes,0,fields,0}', document #> '{classes,0,fields,0}' || '{"default": "forSale", "params": {"values": ["draft", "forSale", "gone"]},
    "rules": {"required": true, "oneOf": {"value": ["draft", "forSale"], "message": "no!"}}}', 'options, default and rules') from before;
select is(thing.document('rt') #> '{classes,0,fields,1,default}', '["crimson", "blue"]'::jsonb, 'a list of options');
select is(thing.document('rt') #> '{classes,1,overrides,0,rules}', '{"oneOf": ["draft", "forSale"]}'::jsonb, 'rules of a child');
select is(thing.document('rt') #> '{classes,0,rules,checks,c,if}', '{"or": [{"field": "state", "oneOf": ["forSale"]}, {"not": {"field": "marks", "oneOf": ["crimson", "blue"]}}]}'::jsonb, 'conditions');
select is_empty($$ select kind, object from thing.check('rt', true) $$, 'all is as it should be, rows too');
select throws_ok($$ insert into tenant_rt.tc_product (state_2, price) values ('onSale', 5) $$, 'TB001', null, 'the old name is none any more');
select throws_ok($$ insert into tenant_rt.tc_product (marks_2) values ('{crimson}') $$, 'TB001', null, 'the check holds for the new one');
select lives_ok($$ insert into tenant_rt.tc_product (id, price) values ('00000000-0000-7000-8000-000000000004', 5) $$, 'which is the default');
select is(state_2 || marks_2::text, 'forSale{crimson,blue}', 'by its columns') from tenant_rt.tc_product where price = 5;
select results_eq($$ select changes -> 'state' from thing.history('rt', 'Product', '00000000-0000-7000-8000-000000000001') $$,
    $$ values ('{"old": null, "new": "draft"}'::jsonb), ('{"old": "draft", "new": "forSale"}') $$, 'history tells the past by the names of today');
set local search_path = tenant_rt, pg_catalog;
create temporary table events as select e.* from thing.event_rows(array(select seq from change_log where operation <> 'schema')) e;
reset search_path;
select results_eq($$ select old ->> 'state_2', new ->> 'state_2', new -> 'marks_2', changed from events where thing_id = '00000000-0000-7000-8000-000000000001' order by seq $$,
    $$ values (null, 'draft', '["crimson", "blue"]'::jsonb, '{state,marks}'::text[]), ('draft', 'forSale', '["crimson", "blue"]', '{state,price}') $$, 'so do events');
select is((thing.restore_version('rt', 'Product', '00000000-0000-7000-8000-000000000001', 1)) ->> 'state', 'draft', 'an old version comes back');
select is((thing.restore_version('rt', 'Product', '00000000-0000-7000-8000-000000000001', 2)) ->> 'state', 'forSale', 'by the name of today');

-- refusals
select pg_temp.past();
create function pg_temp.rename(p_field text, p_from text, p_to text) returns text language sql as $$
    select format('select thing.rename_option(''rt'', ''Base'', %L, %L, %L)', p_field, p_from, p_to) $$;
select throws_ok(pg_temp.rename('price', 'a', 'b'), 'TB020', 'price is of type integer: only a select or multiselect has options', 'another type');
select throws_ok(pg_temp.rename('state', 'a', 'b'), 'TB020', 'state has no option a', 'none of that name');
select throws_ok(pg_temp.rename('state', 'draft', 'gone'), 'TB011', 'state already has an option gone', 'a name that is taken');
select throws_ok(pg_temp.rename('state', 'draft', 'a b'), 'TB020', null, 'a name that GraphQL does not take');
select throws_ok($$ select thing.rename_option('rt', 'Product', 'state', 'draft', 'a') $$, 'TB037', null, 'an inherited field');

-- again, and all the way back
select lives_ok(pg_temp.rename('state', 'forSale', 'sold'), 'once more');
select is(thing.schema_diff('rt', 1, 3) #> '{changes,1}', '{"kind": "OPTION_RENAMED", "class": "Base", "field": "state", "from": "onSale", "to": "sold", "impact": "BREAKING"}'::jsonb, 'two in one');
select is((select changes #>> '{state,new}' from thing.history('rt', 'Product', '00000000-0000-7000-8000-000000000002')), 'sold', 'told by both');
select pg_temp.past();
select lives_ok($$ select thing.rollback('rt', 1) $$, 'back');
select is(thing.document('rt'), document, 'the same document') from before;
select is(s.checksum, b.checksum, 'the same schema') from before b, (select checksum from tenant_rt.schema_versions order by version desc limit 1) s;
select is(pg_temp.shown(), 'onSale ["red", "blue"] 4; onSale [] 1; onSale 1; onSale ["red", "blue"] 1', 'things go back');
select is((select string_agg(changes #>> '{state,new}', ' ' order by seq) from thing.history('rt', 'Product', '00000000-0000-7000-8000-000000000001')), 'draft onSale draft onSale', 'so does what is told of them');
select is_empty($$ select kind, object from thing.check('rt', true) $$, 'all is as it should be');

-- rules of the items of a list, its own and in a condition
select thing.migrate('rt', '[{"op": "create_class", "class": "Bag", "fields": [{"name": "marks", "type": "multiselect", "values": ["red", "blue", "grey"],
        "rules": {"items": {"oneOf": {"value": ["red", "blue"], "message": "no!"}}}}, {"name": "n", "type": "integer"}],
    "rules": {"checks": {"c": {"rule": "requiredIf", "field": "n", "if": {"field": "marks", "items": {"oneOf": ["red"]}}}}}}]');
insert into tenant_rt.tc_bag (marks, n) values ('{red,blue}', 1), ('{red}', 2);
select lives_ok($$ select thing.rename_option('rt', 'Bag', 'marks', 'red', 'crimson') $$, 'rules of items follow');
select is(x.found, '["crimson", "blue"] ["crimson"]', 'by the new name') from (
    select concat_ws(' ', f.validation_rules #> '{items,oneOf,value}', c.rules #> '{checks,c,if,items,oneOf}') as found
      from tenant_rt.thing_classes c join tenant_rt.thing_class_fields f on f.class_id = c.id and f.name = 'marks' and f.dropped_version is null where c.name = 'Bag') x;
select throws_ok($$ insert into tenant_rt.tc_bag (marks_2) values ('{crimson}') $$, 'TB001', 'Bag: 1 violation: n: is required here (c)', 'they hold for it');
select throws_ok($$ insert into tenant_rt.tc_bag (marks_2) values ('{grey}') $$, 'TB001', 'Bag: 1 violation: marks[0]: no!', 'and for others');
select * from finish();
rollback;
