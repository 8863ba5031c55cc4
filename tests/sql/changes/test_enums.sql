-- An enum is a set of options that several fields share: made, changed, renamed, dropped, restored, rolled back; rows are held to it.
begin;
select plan(52);
select thing.create_tenant('en');
create temporary table v0 as select checksum from tenant_en.schema_versions order by version desc limit 1;
create function pg_temp.checksum() returns text language sql as $$ select checksum from tenant_en.schema_versions order by version desc limit 1 $$;
select is(thing.migrate('en', '[{"op": "create_enum", "enum": "Status", "values": ["draft", "live", "gone"], "description": "Where it stands."},
    {"op": "create_class", "class": "Article", "fields": [{"name": "status", "type": "select", "enum": "Status", "default": "draft", "rules": {"required": true}}]},
    {"op": "create_class", "class": "Page", "fields": [{"name": "state", "type": "select", "params": {"enum": "Status"}}, {"name": "past", "type": "multiselect", "enum": "Status"},
        {"name": "own", "type": "select", "values": ["a", "draft"]}]}]') -> 'diff',
    '[{"kind": "ENUM_ADDED", "enum": "Status", "impact": "SAFE"}, {"kind": "CLASS_ADDED", "class": "Article", "impact": "SAFE"}, {"kind": "CLASS_ADDED", "class": "Page", "impact": "SAFE"}]', 'an enum and fields of it');
select is(thing.document('en') -> 'enums', '[{"name": "Status", "description": "Where it stands.", "values": ["draft", "live", "gone"]}]', 'it is in the document');
select is(thing.document('en') #> '{classes,1,fields,0,params}', '{"enum": "Status"}', 'where its fields name it');
insert into tenant_en.tc_article (status) values ('live'), (default);
insert into tenant_en.tc_page (state, past) values ('live', '{draft,live}'), (null, null);
select throws_ok($$ insert into tenant_en.tc_article (status) values ('other') $$, 'TB001', null, 'rows are held to the options');
select throws_ok($$ insert into tenant_en.tc_page (past) values ('{draft,other}') $$, 'TB001', null, 'lists too');
select is(thing.catalog('en') #> '{classes,0,fields,0}' @> '{"enum": "Status", "enumDescription": "Where it stands.", "params": {"values": ["draft", "live", "gone"]}}', true, 'the catalog has its name');
select is(thing.catalog_index('en')::jsonb -> 'enums', '{"Status": 1, "[Status]": 2}', 'and who brings it along');

-- refused
create function pg_temp.refused(p_changes text, p_state text, p_what text) returns text language sql as $$ select throws_ok(format('select thing.migrate(''en'', %L)', p_changes), p_state, null, p_what) $$;
select pg_temp.refused('[{"op": "create_enum", "enum": "Status", "values": ["a"]}]', 'TB011', 'a name that is taken');
select pg_temp.refused('[{"op": "create_enum", "enum": "Article", "values": ["a"]}]', 'TB011', 'by a class');
select pg_temp.refused('[{"op": "create_enum", "enum": "StatusFilter", "values": ["a"]}]', 'TB011', 'by the filter of an enum');
select pg_temp.refused('[{"op": "create_enum", "enum": "PageOwn", "values": ["a"]}]', 'TB011', 'by the options of a field');
select pg_temp.refused('[{"op": "create_enum", "enum": "ArticleEvent", "values": ["a"]}]', 'TB011', 'by a type of a class');
select pg_temp.refused('[{"op": "create_class", "class": "Status"}]', 'TB011', 'a class called like an enum');
select pg_temp.refused('[{"op": "create_enum", "enum": "PageInfo", "values": ["a"]}]', 'TB012', 'a name of the API');
select pg_temp.refused('[{"op": "create_enum", "enum": "SchemaKind", "values": ["a"]}]', 'TB012', 'of the administration');
select pg_temp.refused('[{"op": "create_enum", "enum": "Empty", "values": []}]', 'TB020', 'no options');
select pg_temp.refused('[{"op": "add_field", "class": "Page", "field": {"name": "x", "type": "select", "enum": "Nope"}}]', 'TB029', 'an enum that is not there');
select pg_temp.refused('[{"op": "add_field", "class": "Page", "field": {"name": "x", "type": "select", "enum": "Status", "values": ["z"]}}]', 'TB020', 'options of its own, too');
select pg_temp.refused('[{"op": "add_field", "class": "Page", "field": {"name": "x", "type": "text", "enum": "Status"}}]', 'TB020', 'a text has no options');
select pg_temp.refused('[{"op": "drop_enum", "enum": "Status"}]', 'TB034', 'it is used');
select pg_temp.refused('[{"op": "rename_option", "class": "Page", "field": "state", "from": "live", "to": "on"}]', 'TB020', 'an option is the enum''s');
select pg_temp.refused('[{"op": "alter_enum", "enum": "Status", "set": {"values": ["draft", "gone"]}}]', 'TB033', 'an option that things have');
select pg_temp.refused('[{"op": "alter_field", "class": "Article", "field": "status", "set": {"default": "gone"}}, {"op": "alter_enum", "enum": "Status", "set": {"values": ["live", "draft"]}}]', 'TB028',
    'an option that is a default');

-- changed
create temporary table v1 as select pg_temp.checksum() as checksum;
select is(thing.migrate('en', '[{"op": "alter_enum", "enum": "Status", "set": {"values": ["draft", "live", "gone", "back"], "description": null}}]') #> '{diff,0}',
    '{"kind": "ENUM_CHANGED", "enum": "Status", "set": {"values": ["draft", "live", "gone", "back"], "description": null}, "impact": "DANGEROUS", "optionsNew": ["back"], "optionsGone": []}', 'another option');
select lives_ok($$ update tenant_en.tc_page set past = '{back}' where past is null $$, 'all fields have it');
select is(thing.migrate('en', '[{"op": "rename_enum", "enum": "Status", "to": "State"}, {"op": "alter_enum", "enum": "State", "set": {"values": ["back", "live", "draft"]}}]') #> '{diff,1,impact}', '"BREAKING"', 'an option that nothing has goes');
select throws_ok($$ insert into tenant_en.tc_article (status) values ('gone') $$, 'TB001', null, 'and is refused');
select is(thing.catalog('en') #>> '{classes,1,fields,1,enum}', 'State', 'renamed');
create temporary table v3 as select pg_temp.checksum() as checksum;

-- an option is renamed
create temporary table done as select thing.migrate('en', '[{"op": "rename_enum_option", "enum": "State", "from": "live", "to": "onAir"}]') as r;
select is((select string_agg(concat_ws(' ', d ->> 'kind', d ->> 'class', d ->> 'field', d ->> 'to'), '; ' order by n) from done, jsonb_array_elements(r -> 'diff') with ordinality x (d, n)),
    'ENUM_OPTION_RENAMED onAir; OPTION_RENAMED Article status onAir; OPTION_RENAMED Page state onAir; OPTION_RENAMED Page past onAir', 'what is different');
select is((select string_agg(to_jsonb(p) ->> k, ' ' order by k) from tenant_en.tc_page p, unnest(array['state_2', 'past_2']) k where p.past_2 = '{draft,onAir}'), '["draft", "onAir"] onAir', 'things follow');
select is((thing.document('en') #> '{enums,0,values}')::text, '["back", "onAir", "draft"]', 'so does the enum');
select is(thing.rollback('en', 3) #> '{diff,0,kind}', '"OPTION_RENAMED"', 'back');
select is(pg_temp.checksum(), (select checksum from v3), 'to the same schema');
select is(thing.rollback('en', 1) ->> 'version', '6', 'further back');
select is(pg_temp.checksum(), (select checksum from v1), 'to the first');
select is(thing.rollback('en', 5) ->> 'version', '7', 'and forth again');
select is(pg_temp.checksum(), (select checksum from v3), 'to the same');
select is_empty($$ select * from thing.check('en') $$, 'nothing is damaged');

-- hidden
select thing.migrate('en', '[{"op": "drop_field", "class": "Page", "field": "state"}, {"op": "drop_class", "class": "Article"}, {"op": "drop_field", "class": "Page", "field": "past"}, {"op": "drop_enum", "enum": "State"}]');
select is(thing.document('en') -> 'enums', null, 'an enum that nothing has can go');
select is(thing.rollback('en', 0) ->> 'version', '9', 'all is taken back');
-- each change has a function
select lives_ok($$ select thing.create_enum('en', 'Colour', '{red,blue}', 'Of paint.'); select thing.alter_enum('en', 'Colour', '{"values": ["red", "blue", "grey"]}');
    select thing.rename_enum('en', 'Colour', 'Color'); select thing.rename_enum_option('en', 'Color', 'grey', 'gray') $$, 'functions');
select is(thing.document('en') -> 'enums', '[{"name": "Color", "description": "Of paint.", "values": ["red", "blue", "gray"]}]', 'have done it');
select is(thing.schema_diff('en', 9) -> 'changes', '[{"kind": "ENUM_ADDED", "enum": "Color", "impact": "SAFE"}]', 'in sum, an enum has come');
create temporary table dropped as select thing.drop_enum('en', 'Color') #> '{inverse,0,id}' as id;
select is(thing.schema_diff('en', 9) -> 'changes', '[]', 'and gone');
select lives_ok('select thing.restore_enum(''en'', id::integer) from dropped', 'and come back');
select is(thing.schema_diff('en', 9) -> 'changes', '[{"kind": "ENUM_ADDED", "enum": "Color", "impact": "SAFE"}]', 'which is told');
select lives_ok($$ select thing.drop_enum('en', 'Color'); select thing.purge('en', 16) $$, 'dropped and purged');
select is_empty('select id from tenant_en.thing_enums', 'nothing is left');
-- a hidden class that extends one with a field of an enum shares its column
select lives_ok($$ select thing.migrate('en', '[{"op": "create_enum", "enum": "Mood", "values": ["good", "bad"]},
    {"op": "create_class", "class": "Animal", "fields": [{"name": "mood", "type": "select", "enum": "Mood"}]},
    {"op": "create_class", "class": "Cat", "extends": "Animal"}]') $$, 'a class and one that extends it');
insert into tenant_en.tc_cat (mood) values ('good');
create temporary table hidden as select thing.drop_class('en', 'Cat') #> '{inverse,0,id}' as id;
select lives_ok($$ select thing.rename_enum_option('en', 'Mood', 'good', 'fine') $$, 'which is hidden while an option is renamed');
select lives_ok('select thing.restore_class(''en'', id::integer) from hidden', 'and comes back');
select results_eq('select mood_2::text from tenant_en.tc_cat', $$ values ('fine') $$, 'with the new option');
select * from finish();
rollback;
