-- Who may do what, as data and in words.
begin;
select plan(10);
select thing.create_tenant('sa');
select thing.migrate('sa', '[{"op": "create_class", "class": "User", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Item", "fields": [{"name": "title", "type": "text"}, {"name": "done", "type": "boolean"}, {"name": "owner", "type": "reference", "target": "User"},
        {"name": "readers", "type": "references", "target": "User"}, {"name": "loud", "type": "text", "expression": "upper(title)"}]},
    {"op": "create_class", "class": "Task", "extends": "Item", "fields": [{"name": "hours", "type": "integer"}]},
    {"op": "create_role", "role": "member"}, {"op": "create_role", "role": "lead", "includes": ["member"]}, {"op": "create_role", "role": "other"},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"or": [{"owner": {"id": {"eq": {"$claim": "sub"}}}}, {"readers": {"some": {"name": {"in": {"$claim": ["app", "names"]}}}}}]}},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["create"], "check": {"not": {"done": {"eq": true}}, "owner": {"isNull": false}}, "presets": {"owner": {"$claim": "sub"}}},
    {"op": "grant", "role": "lead", "class": "Item", "verbs": ["delete"], "name": "x"},
    {"op": "grant", "role": "other", "class": "User", "verbs": ["aggregate"]},
    {"op": "restrict", "class": "Task", "verbs": ["read"], "when": {"title": {"ne": {"$claim": "word"}}}}]');
create temporary table said as select a, n from jsonb_array_elements(thing.schema_access('sa', '{lead}', '{"sub": "00000000-0000-0000-0000-000000000007", "app": {"names": ["a", 1]}}')) with ordinality x (a, n);
select is((select jsonb_agg(a -> 'words' order by n) from said), '[
    "lead may delete Item",
    "member may read all fields of Item where (owner.id = claim sub or some of readers with (name in claim app.names))",
    "member may create all fields of Item as long as it becomes not (done = true) and owner is not null, with owner = claim sub",
    "all roles may read Task only where title <> claim word. The token has no fitting claim word: nothing is let through",
    "lead may delete Task",
    "member may read all fields of Task where (owner.id = claim sub or some of readers with (name in claim app.names))",
    "member may create all fields of Task as long as it becomes not (done = true) and owner is not null, with owner = claim sub"]', 'in words');
select is((select jsonb_agg(a -> 'fields' order by n) from said where a ->> 'class' = 'Task' and a ? 'fields'),
    '[["title", "done", "owner", "readers", "version", "createdAt", "updatedAt", "createdBy", "updatedBy"], ["title", "done"]]', 'fields of the class that the policy is of: no computed ones, none that is preset');
select is((select jsonb_agg(a -> 'from') from said where a ->> 'class' = 'Task' and a ->> 'role' = 'member'), '["Item", "Item"]', 'which class that is');
select is((select a - array['words', 'fields'] from said where a ->> 'verb' = 'create' and a ->> 'class' = 'Item'),
    '{"class": "Item", "verb": "create", "role": "member", "holds": true, "check": {"not": {"done": {"eq": true}}, "owner": {"isNull": false}}, "presets": {"owner": {"$claim": "sub"}}}', 'as data');
select is((select jsonb_agg(a -> 'missing') from jsonb_array_elements(thing.schema_access('sa', '{member}', '{"sub": [1], "app": {"names": [{}]}, "word": null}')) a where a ->> 'class' = 'Task'),
    '[["word"], ["app.names", "sub"], ["sub"]]', 'claims of another form are missing');
select is((select jsonb_agg(a -> 'missing') from jsonb_array_elements(thing.schema_access('sa', '{member}', '{"sub": "7", "app": {"names": []}}')) a where a ->> 'class' = 'Item'),
    '[["sub"], null]', 'what is no id is none; a preset takes it');
select is((select count(*) from jsonb_array_elements(thing.schema_access('sa')) a where a ? 'holds'), 0::bigint, 'without claims, nothing is said of them');
select is(jsonb_array_length(thing.schema_access('sa')), 8, 'all roles');
select throws_ok($$ select thing.schema_access('sa', '{member,nope}') $$, 'TB02C', null, 'a role that is not there');
select throws_ok($$ select thing.schema_access('nope') $$, 'TB040', null, 'nor that tenant');
select * from finish();
rollback;
