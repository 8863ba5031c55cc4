-- A decimal that its precision and scale do not hold is refused, by every way of writing; rounded only where the field says so.
begin;
select plan(28);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "Product", "fields": [
    {"name": "price", "type": "decimal", "params": {"precision": 5, "scale": 2}, "default": "1.5"},
    {"name": "rate", "type": "decimal", "params": {"precision": 5, "scale": 2, "round": true}},
    {"name": "amount", "type": "decimal", "params": {"precision": 3}},
    {"name": "share", "type": "decimal", "params": {"scale": 1}},
    {"name": "free", "type": "decimal", "params": {}},
    {"name": "odd", "type": "decimal", "params": {"precision": 5, "scale": 2}, "rules": {"finite": null}}]}]');
create function pg_temp.attempt(p_sql text) returns text language plpgsql as $$
declare v_detail text;
begin
    execute p_sql;
    return null;
exception when others then
    get stacked diagnostics v_detail = pg_exception_detail;
    return v_detail;
end
$$;
create function pg_temp.scale(p_field text, p_most integer) returns jsonb language sql as $$
    select jsonb_build_array(jsonb_build_object('field', p_field, 'rule', 'scale', 'params', jsonb_build_object('value', p_most),
        'message', format('must have at most %s digit%s after the point', p_most, case when p_most <> 1 then 's' end)))
$$;
select is(pg_temp.attempt('insert into tenant_rt.tc_product (price) values (1.239)')::jsonb, pg_temp.scale('price', 2), 'insert');
select is(pg_temp.attempt('insert into tenant_rt.tc_product (amount) values (1.5)')::jsonb, pg_temp.scale('amount', 0), 'without a scale it is 0');
select is(pg_temp.attempt('insert into tenant_rt.tc_product (share) values (1.25)')::jsonb, pg_temp.scale('share', 1), 'a scale alone');
select is(pg_temp.attempt('insert into tenant_rt.tc_product (price) values (-1000)')::jsonb,
    '[{"field": "price", "rule": "wholeDigits", "params": {"value": 3}, "message": "must have at most 3 digits before the point"}]'::jsonb, 'too large');
select is(pg_temp.attempt('insert into tenant_rt.tc_product (price) values (999.999)')::jsonb, pg_temp.scale('price', 2), 'rounding would make it too large');
select is(pg_temp.attempt('insert into tenant_rt.tc_product (price) values (''NaN'')')::jsonb -> 0 ->> 'rule', 'finite', 'what is no number');
select is(pg_temp.attempt('insert into tenant_rt.tc_product (odd) values (''NaN'')'), null::text, 'unless it is allowed');
select is(pg_temp.attempt('insert into tenant_rt.tc_product (rate, free, share) values (1.239, 1.2390, 123456.5)'), null::text, 'rounded where it says so, free without parameters');
select is((select (price, rate, free)::text from tenant_rt.tc_product where free is not null), '(1.5,1.24,1.2390)', 'what is kept');
select is(pg_temp.attempt('insert into tenant_rt.tc_product (price) values (1.2300), (-999.99), (1e2), (0)'), null::text, 'zeros at the end do not count');
select is(pg_temp.attempt('update tenant_rt.tc_product set price = price / 3')::jsonb, pg_temp.scale('price', 2), 'update');
create temporary table shown as select s.state from tenant_rt.tc_product p, thing.history('rt', 'Product', p.id) s (version, operation, at, actor, by_role, class, changes, state, seq)
    where p.free is not null;
select is(state ->> 'price', '1.50', 'shown with its digits') from shown;
select is(state ->> 'free', '1.2390', 'or with those given') from shown;
select is(thing.validate('rt', 'Product', '{"price": "1.239", "rate": 1.239}'), pg_temp.scale('price', 2), 'validate says so before');

-- by the schema
select throws_ok($$ select thing.add_field('rt', 'Product', 'a', 'decimal', params => '{"precision": 5, "scale": 2}', default_value => '1.239') $$, 'TB028', null, 'a default');
select throws_ok($$ select thing.add_field('rt', 'Product', 'a', 'decimal', params => '{"scale": 2, "round": true}') $$, 'TB020',
    'type decimal with round needs precision', 'round needs a precision');
select throws_ok($$ select thing.set_rules('rt', 'Product', 'price', '{"scale": 9}') $$, 'TB025', null, 'no rule of the field can allow more');
select throws_ok($$ select thing.set_rules('rt', 'Product', 'price', '{"scale": null}') $$, 'TB025', null, 'or none');
select throws_ok($$ select thing.migrate('rt', '[{"op": "set_rules", "class": "Product", "rules": {"fields": {"scale": 9}}}]') $$, 'TB025', null, 'nor one for all fields');
select is(thing.column_type('decimal', '{"precision": 5, "scale": 2}'), 'numeric', 'the column does not round');
select is(thing.column_type('decimal', '{"precision": 5, "scale": 2, "round": true}'), 'numeric(5,2)', 'unless it is to');
select is(thing.check_params('decimal', '{"precision": 5, "round": false}'), '{"precision": 5}', 'round: false is none');
select is(thing.alter_field('rt', 'Product', 'price', '{"params": {"precision": 9, "scale": 3}}') #> '{jobs}', '[]'::jsonb, 'more digits: metadata alone');
select is(pg_temp.attempt('update tenant_rt.tc_product set price = 1.239'), null::text, 'then they fit');
select throws_ok($$ select thing.alter_field('rt', 'Product', 'price', '{"params": {"precision": 9, "scale": 2}}') $$, 'TB033', null, 'and can no more be taken away');
select throws_ok($$ select thing.alter_field('rt', 'Product', 'price', '{"params": {"precision": 9, "scale": 2, "round": true}}') $$, 'TB033', null, 'nor rounded');
select lives_ok($$ select thing.alter_field('rt', 'Product', 'rate', '{"params": {"precision": 5, "scale": 2}}') $$, 'a field stops rounding');
select is(pg_temp.attempt('update tenant_rt.tc_product set rate = 1.239')::jsonb, pg_temp.scale('rate', 2), 'from then on');
select * from finish();
rollback;
