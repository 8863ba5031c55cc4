-- Which fields carry a rule? Answered by the GIN index on validation_rules.
begin;
select plan(6);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "A", "fields": [
    {"name": "short", "type": "text", "rules": {"maxLength": 5}}, {"name": "long", "type": "text", "rules": {"maxLength": {"value": 500, "message": "no novels"}}}, {"name": "free", "type": "text"}]},
    {"op": "create_class", "class": "B", "extends": "A", "fields": []}, {"op": "set_rules", "class": "B", "field": "free", "rules": {"maxLength": 9}}]');
select results_eq($$ select class, field, argument, message, inherited from thing.fields_with_rule('rt', 'maxLength') $$,
    $$ values ('A', 'short', '5'::jsonb, null::text, false), ('A', 'long', '500', 'no novels', false), ('B', 'free', '9', null, true) $$, 'carriers of a rule');
select results_eq($$ select field from thing.fields_with_rule('rt', 'maxLength', '500') $$, $$ values ('long'::text) $$, 'with an argument, whatever its message');
select is_empty($$ select * from thing.fields_with_rule('rt', 'pattern') $$, 'none');
select throws_ok($$ select * from thing.fields_with_rule('rt', 'nope') $$, 'TB024', null, 'an unknown rule');
insert into tenant_rt.thing_class_fields (class_id, name, physical_name, type, position, created_version, validation_rules)
select 1, 'f' || i, 'f' || i, 'text', i, 0, case when i % 1000 = 0 then '{"minLength": 1}' else '{}' end::jsonb from generate_series(1, 20000) i;
analyze tenant_rt.thing_class_fields;
create function pg_temp.explained(p_sql text) returns text language plpgsql as $$
declare v_line text; v_all text := '';
begin
    for v_line in execute 'explain ' || p_sql loop v_all := v_all || v_line || e'\n'; end loop;
    return v_all;
end
$$;
select alike(pg_temp.explained('select name from tenant_rt.thing_class_fields where validation_rules ? ''minLength'''), '%Bitmap Index Scan on thing_class_fields_validation_rules_idx%', 'the plan uses the index');
create temporary table scans as select pg_stat_get_xact_numscans('tenant_rt.thing_class_fields_validation_rules_idx'::regclass) as before;
select count(*) from thing.fields_with_rule('rt', 'minLength');
select cmp_ok(pg_stat_get_xact_numscans('tenant_rt.thing_class_fields_validation_rules_idx'::regclass), '>', before, 'and so does the function') from scans;
select * from finish();
rollback;
