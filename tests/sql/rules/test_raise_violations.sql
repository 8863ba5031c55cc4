-- A bad row is refused with all its violations at once, readable by people and by programs, for any writer.
begin;
select plan(10);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "Product", "fields": [
    {"name": "fullName", "type": "text", "rules": {"required": true, "minLength": 2}},
    {"name": "price", "type": "decimal", "rules": {"min": {"value": 0, "message": "costs something"}}},
    {"name": "sku", "type": "text", "rules": {"unique": true}}]}]');
create function pg_temp.attempt(p_sql text, out state text, out message text, out detail jsonb, out hint text) language plpgsql as $$
declare v_detail text;
begin
    execute p_sql;
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, v_detail = pg_exception_detail, hint = pg_exception_hint;
    detail := v_detail;
end
$$;
create temporary table failed as select * from pg_temp.attempt('insert into tenant_rt.tc_product (full_name, price) values (''a'', -1)');
select is(state, 'TB001', 'SQLSTATE') from failed;
select is(message, 'Product: 2 violations: fullName: must have at least 2 characters; price: costs something', 'message') from failed;
select is(detail, '[{"field": "fullName", "rule": "minLength", "message": "must have at least 2 characters", "params": {"value": 2}},
    {"field": "price", "rule": "min", "message": "costs something", "params": {"value": 0}}]'::jsonb, 'DETAIL') from failed;
select isnt(hint, '', 'HINT') from failed;
select is((pg_temp.attempt('insert into tenant_rt.tc_product (price) values (-1)')).message,
    'Product: 2 violations: fullName: is required; price: costs something', 'a missing required field is reported with the rest');
select lives_ok($$ insert into tenant_rt.tc_product (full_name, price, sku) values ('ab', 1, 'x') $$, 'a good row');
select throws_ok($$ update tenant_rt.tc_product set full_name = 'a' $$, 'TB001', 'Product: 1 violation: fullName: must have at least 2 characters', 'updates too');
select throws_ok($$ insert into tenant_rt.tc_product (full_name, sku) values ('ab', 'x') $$, '23505', null, 'uniqueness is native');
create function pg_temp.as_tenant(p_sql text) returns text language plpgsql as $$
begin
    set local role tenant_rt;
    execute p_sql;
    reset role;
    return 'done';
exception when others then
    return sqlstate || ' ' || sqlerrm;
end
$$;
select is(pg_temp.as_tenant('insert into tenant_rt.tc_product (full_name) values (''a'')'), 'TB001 Product: 1 violation: fullName: must have at least 2 characters',
    'the tenant''s own role gets the same report');
select alike(pg_temp.as_tenant('select compiled from tenant_rt.thing_classes'), '42501%', 'without any right on the metadata');
select * from finish();
rollback;
