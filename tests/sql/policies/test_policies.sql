-- Roles and policies are data of the tenant: made, changed, refused, rolled back, exported; they follow renames.
begin;
select plan(39);
select thing.create_tenant('po');
select thing.migrate('po', '[{"op": "create_class", "class": "User", "fields": [{"name": "name", "type": "text"}, {"name": "age", "type": "integer"}]},
    {"op": "create_class", "class": "Item", "fields": [{"name": "title", "type": "text", "searchable": true}, {"name": "done", "type": "boolean"}, {"name": "owner", "type": "reference", "target": "User"},
        {"name": "tags", "type": "textList"}, {"name": "readers", "type": "references", "target": "User"}]},
    {"op": "create_class", "class": "Task", "extends": "Item", "fields": [{"name": "hours", "type": "integer"}]}]');
create temporary table v1 as select thing.document('po') as document;
select is(thing.document('po') ? 'roles', false, 'a tenant that defines nothing has nothing in its document');
select throws_ok($$ select thing.migrate('po', '[{"op": "create_role", "role": "member"}, {"op": "grant", "role": "member", "class": "User", "verbs": ["read", "aggregate"], "when": {"age": {"gt": 3}}}]') $$,
    'TB02B', 'a policy for aggregate takes no when', 'figures are of what is read');
create temporary table made as select thing.migrate('po', '[{"op": "create_role", "role": "member", "description": "Who has signed in."}, {"op": "create_role", "role": "lead", "includes": ["member"]},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["read", "update"], "fields": ["title", "owner"], "when": {"owner": {"id": {"eq": {"$claim": "sub"}}}}},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "name": "open", "fields": ["title", "updatedAt"], "when": {"or": [{"done": {"eq": true}}, {"not": {"tags": {"has": "secret"}}}]}},
    {"op": "grant", "role": "lead", "class": "User", "verbs": ["read", "aggregate"]},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["create"], "check": {"done": {"ne": true}}, "presets": {"owner": {"$claim": ["user", "id"]}}},
    {"op": "restrict", "class": "Item", "verbs": ["read"], "when": {"readers": {"some": {"itemsByReaders": {"none": {"title": {"like": "x%"}}}}}}}]') as r;
select is((select string_agg(concat_ws(' ', d ->> 'kind', d ->> 'role', d ->> 'class', d ->> 'verb', d ->> 'name', d ->> 'impact'), '; ' order by n) from made, jsonb_array_elements(r -> 'diff') with ordinality x (d, n)),
    'ROLE_ADDED member SAFE; ROLE_ADDED lead SAFE; GRANTED member Item read SAFE; GRANTED member Item update SAFE; GRANTED member Item read open SAFE; GRANTED lead User aggregate SAFE; GRANTED lead User read SAFE; '
    'GRANTED member Item create SAFE; RESTRICTED Item read BREAKING', 'what is different');
select is(thing.policies('po') -> 'roles', '[{"name": "lead", "includes": ["member"]}, {"name": "member", "description": "Who has signed in."}]', 'the roles');
select is((select jsonb_agg(p - 'classId') from jsonb_array_elements(thing.policies('po') -> 'policies') p where p ->> 'class' = 'Item'), '[
    {"class": "Item", "verb": "read", "when": {"readers": {"some": {"itemsByReaders": {"none": {"title": {"like": "x%"}}}}}}},
    {"role": "member", "class": "Item", "verb": "create", "check": {"done": {"ne": true}}, "presets": {"owner": {"$claim": ["user", "id"]}}},
    {"role": "member", "class": "Item", "verb": "read", "fields": ["title", "owner"], "when": {"owner": {"id": {"eq": {"$claim": "sub"}}}}},
    {"role": "member", "class": "Item", "verb": "read", "name": "open", "fields": ["title", "updatedAt"], "when": {"or": [{"done": {"eq": true}}, {"not": {"tags": {"has": "secret"}}}]}},
    {"role": "member", "class": "Item", "verb": "update", "fields": ["title", "owner"], "when": {"owner": {"id": {"eq": {"$claim": "sub"}}}}}]', 'the policies');
select is(thing.policies('po') ->> 'version', '2', 'and the version that their names are of');

-- refused
create function pg_temp.refused(p_change text, p_state text, p_what text) returns text language sql as $$ select throws_ok(format('select thing.migrate(''po'', ''[%s]'')', replace(p_change, '''', '''''')), p_state, null, p_what) $$;
select pg_temp.refused('{"op": "create_role", "role": "admin"}', 'TB012', 'a role that is there everywhere');
select pg_temp.refused('{"op": "create_role", "role": "member"}', 'TB011', 'twice');
select pg_temp.refused('{"op": "create_role", "role": "x", "includes": ["nope"]}', 'TB02C', 'a role that is not there');
select pg_temp.refused('{"op": "alter_role", "role": "member", "set": {"includes": ["lead"]}}', 'TB02B', 'roles in a circle');
select pg_temp.refused('{"op": "drop_role", "role": "member"}', 'TB034', 'a role with policies');
select pg_temp.refused('{"op": "grant", "role": "x", "class": "Item", "verbs": ["read"]}', 'TB02C', 'of a role that is not there');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["write"]}', 'TB02B', 'an unknown verb');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "fields": ["nope"]}', 'TB022', 'an unknown field');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"nope": {"eq": 1}}}', 'TB022', 'an unknown field in a condition');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"done": {"eq": "yes"}}}', 'TB02B', 'a value of another type');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"done": {"gt": true}}}', 'TB02B', 'an operator that the type has not');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"owner": {}}}', 'TB02B', 'what says nothing');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"or": []}}', 'TB02B', 'an empty list');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"or": [{}]}}', 'TB02B', 'an alternative that says nothing');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"title": {"eq": null}}}', 'TB02B', 'null');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"title": {"eq": {"$claim": ""}}}}', 'TB02B', 'a claim without a name');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"title": {"eq": {"$claim": "a", "or": 1}}}}', 'TB02B', 'a claim with more');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "when": {"title": {"in": ["a", {"$claim": "a"}]}}}', 'TB02B', 'a claim in a list');
select pg_temp.refused('{"op": "grant", "role": "member", "class": "Item", "verbs": ["create"], "presets": {"readers": []}}', 'TB02B', 'a list as a preset');
select pg_temp.refused('{"op": "restrict", "class": "Item", "verbs": ["read"], "name": "x", "when": {}}', 'TB02B', 'a restriction that says nothing');
select pg_temp.refused('{"op": "revoke", "role": "member", "class": "Task", "verbs": ["read"]}', 'TB02B', 'what was not granted');
select pg_temp.refused('{"op": "drop_field", "class": "Item", "field": "done"}', 'TB034', 'a field that a condition names');
select pg_temp.refused('{"op": "drop_class", "class": "User"}', 'TB034', 'a class that a policy is of');
select pg_temp.refused('{"op": "alter_field", "class": "Item", "field": "done", "set": {"type": "text"}}', 'TB02B', 'a type that a condition does not fit');

-- they follow renames, and come back
select thing.migrate('po', '[{"op": "rename_field", "class": "Item", "field": "owner", "to": "holder"}, {"op": "rename_class", "class": "Item", "to": "Thingy"}, {"op": "alter_field", "class": "Thingy", "field": "readers", "set": {"inverse": "reads"}}]');
select is((select jsonb_agg(p -> 'when') from jsonb_array_elements(thing.policies('po') -> 'policies') p where p ->> 'class' = 'Thingy' and p ->> 'verb' = 'read' and not p ? 'name'),
    '[{"readers": {"some": {"reads": {"none": {"title": {"like": "x%"}}}}}}, {"holder": {"id": {"eq": {"$claim": "sub"}}}}]', 'renamed');
create temporary table v3 as select thing.policies('po') -> 'policies' as policies;
select is(thing.diff('po', thing.document('po')), '[]', 'the document is no change');
select is(thing.diff('po', thing.document('po') - 'policies' - 'roles'), '[]', 'nor is one that says nothing of policies');
select is((select jsonb_agg(o -> 'op') from jsonb_array_elements(thing.diff('po', thing.document('po') || '{"policies": [], "roles": []}')) o), '["revoke", "revoke", "revoke", "revoke", "revoke", "revoke", "revoke", "drop_role", "drop_role"]', 'one without them takes them away');
select thing.migrate('po', thing.diff('po', thing.document('po') || '{"policies": [], "roles": []}'));
select is(thing.policies('po') - 'version', '{"roles": [], "policies": []}', 'gone');
select thing.rollback('po', 3);
select is(thing.policies('po') -> 'policies', (select policies from v3), 'rolled back');
select thing.migrate('po', '[{"op": "grant", "role": "member", "class": "Thingy", "verbs": ["read"], "name": "open"}]');
select thing.rollback('po', 5);
select is(thing.policies('po') -> 'policies', (select policies from v3), 'a policy that was replaced comes back');
select thing.rollback('po', 1);
select is(thing.document('po'), (select document from v1), 'back to nothing');
select throws_ok($$ select thing.policies('nope') $$, 'TB040', null, 'of a tenant that is not there');
select * from finish();
rollback;
