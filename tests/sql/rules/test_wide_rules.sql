-- Rules of a class for all its fields: those that each rule fits, now and later.
begin;
select plan(7);
select thing.create_tenant('rt');
select lives_ok($$ select thing.migrate('rt', '[{"op": "create_class", "class": "Note", "fields": [{"name": "title", "type": "text"}, {"name": "size", "type": "integer"}],
    "rules": {"fields": {"maxLength": 5, "min": 0, "required": true}}}]') $$, 'each rule goes where it fits');
select throws_ok($$ insert into tenant_rt.tc_note (title) values ('abcdef') $$, 'TB001', 'Note: 2 violations: title: must have at most 5 characters; size: is required');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Note", "rules": {"fields": {"min": "x"}}}]') $$, 'TB025', null, 'the argument must suit the fields');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Note", "rules": {"fields": {"unique": true}}}]') $$, 'TB025', 'rule unique can only be used on a single field');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Note", "rules": {"fields": {"minItems": -1}}}]') $$, 'TB025', null, 'an argument is checked even when no field has the type yet');
select thing.migrate('rt', '[{"op": "create_class", "class": "Bag", "rules": {"fields": {"min": 2.5}}}]');
select throws_ok($$ select thing.migrate('rt', '[{"op": "add_field", "class": "Bag", "field": {"name": "n", "type": "integer"}}]') $$, 'TB025',
    'field n: rule min: the argument 2.5 must be a whole number from -2147483648 to 2147483647', 'a later field that the argument does not suit is refused');
select lives_ok($$ select thing.migrate('rt', '[{"op": "add_field", "class": "Bag", "field": {"name": "n", "type": "decimal"}}]') $$, 'one that it suits is not');
select * from finish();
rollback;
