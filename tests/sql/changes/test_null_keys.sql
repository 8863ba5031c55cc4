-- An optional key may be null: the same as not there.
begin;
select plan(2);
select thing.create_tenant('shop');
select lives_ok($$ select thing.migrate('shop', '[{"op": "create_class", "class": "A", "label": null, "extends": null, "abstract": null, "rules": null,
    "fields": null, "uniques": null, "overrides": null, "deprecated": null, "description": null}]') $$);
select is(thing.diff('shop', '{"classes": [{"name": "A", "label": null, "extends": null, "abstract": null, "rules": null, "fields": null, "uniques": null, "overrides": null}]}'), '[]');
select * from finish();
rollback;
