-- Names that GraphQL cannot take where they would stand, defaults that break rules, what a child class means to its parent's clients, and
-- history before a field.
begin;
select plan(31);
select thing.create_tenant('shop');
create function pg_temp.code(p_operation text) returns text language plpgsql as $$
declare
    v_hint text;
begin
    perform thing.migrate('shop', jsonb_build_array(p_operation::jsonb));
    return null;
exception when others then
    return sqlstate;
end $$;
select thing.create_class('shop', 'It', '[{"name": "name", "type": "text"}, {"name": "n", "type": "integer", "default": 5}, {"name": "to", "type": "reference", "target": "It"},
    {"name": "mood", "type": "select", "values": ["calm", "happy"], "default": "calm"}]');

-- true, false and null are no values of an enum.
select is(pg_temp.code(format('{"op": "add_field", "class": "It", "field": {"name": "%s", "type": "text"}}', n)), 'TB012', n || ': a new field') from unnest('{true,false,"null"}'::text[]) n;
select is(pg_temp.code(format('{"op": "rename_field", "class": "It", "field": "name", "to": "%s"}', n)), 'TB012', n || ': a renamed field') from unnest('{true,false,"null"}'::text[]) n;
select is(pg_temp.code(format('{"op": "create_class", "class": "New", "fields": [{"name": "%s", "type": "text"}]}', n)), 'TB012', n || ': of a new class') from unnest('{true,"null"}'::text[]) n;
select is(pg_temp.code(format('{"op": "add_unique", "class": "It", "name": "%s", "fields": ["name", "n"]}', n)), 'TB012', n || ': a unique') from unnest('{true,false,"null",id}'::text[]) n;
select is(pg_temp.code('{"op": "alter_field", "class": "It", "field": "to", "set": {"inverse": "null"}}'), 'TB012', 'an inverse');
select is(pg_temp.code(format('{"op": "alter_field", "class": "It", "field": "mood", "set": {"params": {"values": ["calm", "%s"]}}}', n)), 'TB020', n || ': an option') from unnest('{true,__x}'::text[]) n;

-- A default keeps the rules.
select is(pg_temp.code('{"op": "add_field", "class": "It", "field": {"name": "a", "type": "integer", "default": 5, "rules": {"min": 10}}}'), 'TB028', 'a new field');
select is(pg_temp.code('{"op": "set_rules", "class": "It", "field": "n", "rules": {"min": 10}}'), 'TB028', 'other rules');
select is(pg_temp.code('{"op": "set_rules", "class": "It", "rules": {"fields": {"min": 10}}}'), 'TB028', 'rules for all fields');
select is(pg_temp.code('{"op": "alter_field", "class": "It", "field": "mood", "set": {"params": {"values": ["happy"]}}}'), 'TB028', 'other options');
select is(pg_temp.code('{"op": "alter_field", "class": "It", "field": "mood", "set": {"default": "angry"}}'), 'TB028', 'another default');
select is(pg_temp.code('{"op": "create_class", "class": "New", "fields": [{"name": "a", "type": "text", "default": "ab", "rules": {"minLength": 3}}]}'), 'TB028', 'a new class');
select is(pg_temp.code('{"op": "create_class", "class": "Kid", "extends": "It", "overrides": [{"name": "n", "rules": {"min": 10}}]}'), 'TB028', 'rules of a child');
select is(pg_temp.code('{"op": "set_rules", "class": "It", "field": "n", "rules": {"min": 5}}'), null, 'that is kept');
select is(pg_temp.code('{"op": "alter_field", "class": "It", "field": "n", "set": {"default": 4}}'), 'TB028', 'a default under a rule');
select thing.alter_field('shop', 'It', 'n', '{"default": 7}');
select thing.set_rules('shop', 'It', 'n', '{"min": 6}');
update tenant_shop.thing_class_fields set default_value = '2' where name = 'n';    -- (an older core let that be)
select thing.refresh_tenant('shop');
select is(pg_temp.code('{"op": "alter_field", "class": "It", "field": "n", "set": {"label": "N"}}'), null, 'what was so before is let be while it stays');
select thing.alter_field('shop', 'It', 'n', '{"default": 7}');

-- A class that is extended is an interface: its things have another __typename.
select is(jsonb_path_query_array(thing.create_class('shop', 'Kid', extends => 'It') -> 'diff', '$[*].kind'), '["CLASS_ADDED", "CLASS_EXTENDED"]');
select is(jsonb_path_query_array(thing.create_class('shop', 'Kid2', extends => 'It') -> 'diff', '$[*].kind'), '["CLASS_ADDED"]', 'the second changes nothing');
select is(thing.schema_diff('shop', thing.schema_version('shop') - 2) ->> 'impact', 'BREAKING');
select thing.drop_class('shop', 'Kid2');
select is(thing.drop_class('shop', 'Kid') #>> '{diff,1,kind}', 'CLASS_UNEXTENDED', 'without the last it is as it was');
select is(thing.plan('shop', '[{"op": "create_class", "class": "A"}, {"op": "create_class", "class": "B", "extends": "A"}]') #>> '{diff,2,impact}', 'SAFE', 'a class that nobody knows yet');

-- History names what the actor did.
insert into tenant_shop.tc_it (name) values ('a'), ('b');
update tenant_shop.tc_it set name = 'c' where name = 'a';
select thing.add_field('shop', 'It', 'level', 'integer', required => true, default_value => '5');
select is((select jsonb_agg(h.changes order by h.seq) from tenant_shop.tc_it t cross join thing.history('shop', 'It', t.id) h where t.name = 'c') #- '{0,mood}' #- '{0,n}',
    '[{"name": {"new": "a", "old": null}}, {"name": {"new": "c", "old": "a"}}]', 'nobody changed what was not there');
select * from finish();
rollback;
