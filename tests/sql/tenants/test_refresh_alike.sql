-- Tenants in one state are refreshed alike: what one got, another takes.
begin;
select plan(11);

select thing.create_tenant(t) from unnest(array['model', 'alike', 'other']) t;
select thing.migrate(t, '[
    {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text", "rules": {"required": true}}]},
    {"op": "create_class", "class": "Product", "fields": [
        {"name": "price", "type": "decimal", "rules": {"min": 0}},
        {"name": "maker", "type": "reference", "target": "Maker"}]}]') from unnest(array['model', 'alike', 'other']) t;
select thing.migrate('other', '[{"op": "add_field", "class": "Maker", "field": {"name": "town", "type": "text"}}]');

select is(thing.refresh_state('alike'), thing.refresh_state('model'), 'names of schema and role are no part of it');
select isnt(thing.refresh_state('other'), thing.refresh_state('model'), 'the schema is');

create function pg_temp.outdated(p_schema text) returns void language plpgsql as $$
begin
    execute format('update %I.thing_classes set triggers_hash = null, predicate = null, compiled = null', p_schema);
    execute format('update %I.thing_classes set entry = ''{"name": "Old"}'', entry_shape = ''old''', p_schema);
    execute format('update %I.schema_versions set shape = ''old''', p_schema);
end
$$;
select pg_temp.outdated('tenant_' || t) from unnest(array['model', 'alike', 'other']) t;
create temp table outdated as select thing.refresh_state('model') as state;
select thing.refresh_tenant('model');
select isnt(thing.refresh_state('model'), o.state, 'a refresh changes it') from outdated o;

select ok(not thing.copy_catalog('other', o.state, 'model', 2), 'another state takes nothing') from outdated o;
select ok(not thing.copy_catalog('alike', o.state, 'model', 1), 'nor from a model with another version')
  from outdated o;
select is(thing.refresh_state('alike'), o.state, 'which changes nothing') from outdated o;
select ok(thing.copy_catalog('alike', o.state, 'model', 2), 'the same state takes what the model has') from outdated o;
select is(thing.refresh_triggers('alike', 0, 10, true), null::integer, 'triggers of compiled rules are made');
select is(thing.refresh_state('alike'), thing.refresh_state('model'), 'then it is as the model');
select thing.refresh_tenant('alike');
select is(thing.refresh_state('alike'), thing.refresh_state('model'), 'and a refresh of its own finds nothing to do');
select throws_ok($$insert into tenant_alike.tc_product (price) values (-1)$$, 'TB001', null, 'its rules hold');

select * from finish();
rollback;
