-- What a reference is called at its other end: given once, kept, chosen, never silently another.
begin;
select plan(26);
select thing.create_tenant('shop');
select thing.create_tenant('twin');
create function pg_temp.names(p_class text, p_tenant text default 'shop') returns jsonb language sql as
    $$ select jsonb_path_query_array(c, '$.inverses[*].name') from jsonb_array_elements(thing.catalog_entries(p_tenant)::jsonb -> 'classes') c where c ->> 'name' = p_class $$;
create function pg_temp.impact(p_result jsonb) returns text language sql as $$ select p_result #>> '{diff,0,impact}' $$;
select thing.create_class('shop', 'Team', '[{"name": "name", "type": "text"}]');
select thing.create_class('shop', 'Man', '[{"name": "team", "type": "reference", "target": "Team"}, {"name": "fan", "type": "reference", "target": "Team"}]');
select is(pg_temp.names('Team'), '["men", "menByFan"]');
select is(thing.document('shop') #> '{classes,1,fields,1,inverse}', null, 'a default does not stand in the document');

-- Another reference goes, the class and the field are renamed: it stays, and stands in the document from then on.
select thing.drop_field('shop', 'Man', 'team');
select is(pg_temp.names('Team'), '["menByFan"]', 'kept when another goes');
select is(thing.document('shop') #>> '{classes,1,fields,0,inverse}', 'menByFan');
select thing.rename_class('shop', 'Man', 'Boy'), thing.rename_field('shop', 'Boy', 'fan', 'follows');
select is(pg_temp.names('Team'), '["menByFan"]', 'kept when what refers is renamed');
select is(thing.diff('twin', thing.document('shop')) #>> '{1,fields,0,inverse}', 'menByFan', 'a copy of the schema has it too');
select thing.migrate('twin', thing.diff('twin', thing.document('shop')));
select is(pg_temp.names('Team', 'twin'), '["menByFan"]');
select thing.rollback('shop', 2);
select is(pg_temp.names('Team'), '["men", "menByFan"]', 'and a rollback brings back what was');

-- Chosen.
select is(pg_temp.impact(thing.alter_field('shop', 'Man', 'team', '{"inverse": "players"}')), 'BREAKING');
select is(pg_temp.names('Team'), '["players", "menByFan"]');
select thing.alter_field('shop', 'Man', 'team', '{"inverse": null}');
select is(pg_temp.names('Team'), '["men", "menByFan"]', 'null is the default');
select thing.add_field('shop', 'Man', 'scout', 'reference', target => 'Team', inverse => 'scouts');
select is(pg_temp.names('Team'), '["men", "menByFan", "scouts"]');
select throws_ok($$ select thing.add_field('shop', 'Man', 'any', 'reference', inverse => 'things') $$, 'TB020');
select throws_ok($$ select thing.alter_field('shop', 'Man', 'scout', '{"inverse": "createdAt"}') $$, 'TB012');

-- Taken.
select throws_ok($$ select thing.alter_field('shop', 'Man', 'scout', '{"inverse": "men"}') $$, 'TB011');
select throws_ok($$ select thing.add_field('shop', 'Team', 'men', 'text') $$, 'TB011', null, 'a field cannot take the name of an inverse');
select throws_ok($$ select thing.rename_field('shop', 'Team', 'name', 'men') $$, 'TB011');
select throws_ok($$ select thing.create_class('shop', 'Club', '[{"name": "scouts", "type": "text"}]', extends => 'Team') $$, 'TB011');
select lives_ok($$ select thing.migrate('shop', '[{"op": "alter_field", "class": "Man", "field": "team", "set": {"inverse": "menByFan"}},
    {"op": "alter_field", "class": "Man", "field": "fan", "set": {"inverse": "men"}}]') $$, 'two may change places');
select thing.rollback('shop', thing.schema_version('shop') - 1);

-- A document that says nothing means the default, but never gives a name in use another meaning.
select throws_like($$ select thing.diff('shop', '{"classes": [{"name": "Team", "fields": [{"name": "name", "type": "text"}]},
    {"name": "Man", "fields": [{"name": "fan", "type": "reference", "target": "Team"}]}]}') $$, 'by default, the inverse of Man.fan would change from menByFan to men%');
select is(jsonb_path_query_array(thing.diff('shop', '{"classes": [{"name": "Team", "fields": [{"name": "name", "type": "text"}]},
    {"name": "Man", "fields": [{"name": "fan", "type": "reference", "target": "Team", "inverse": "menByFan"}]}]}'), '$[*].op'), '["drop_field", "drop_field"]');
select throws_ok($$ select thing.diff('shop', jsonb_set(thing.document('shop'), '{classes,0,fields,1}', '{"name": "men", "type": "text"}', true)) $$, 'TB011');
select is(thing.diff('twin', jsonb_set(thing.document('twin'), '{classes,1,fields,0}', (thing.document('twin') #> '{classes,1,fields,0}') - 'inverse')),
    '[{"op": "alter_field", "class": "Boy", "field": "follows", "set": {"inverse": "boys"}}]');

-- The order of fields is the document's.
select is(thing.diff('twin', '{"classes": [{"name": "Team", "fields": [{"name": "b", "type": "text"}, {"name": "name", "type": "text"}]}, {"name": "Boy",
    "fields": [{"name": "follows", "type": "reference", "target": "Team", "inverse": "menByFan"}]}]}') -> 1,
    '{"op": "alter_class", "class": "Team", "set": {"fieldOrder": ["b", "name"]}}');

-- A tenant of an older core: each reference gets the name that the API shows.
update tenant_shop.thing_class_fields set inverse_name = null;
select thing.refresh_tenant('shop');
select is(pg_temp.names('Team'), '["men", "menByFan", "scouts"]', 'an upgrade changes no name');
select is((select array_agg(f.inverse_name order by f.id) from tenant_shop.thing_class_fields f where f.inverse_name is not null), '{men,menByFan,scouts}');
select * from finish();
rollback;
