-- The catalog tells beforehand what a violation will say; a custom rule with another message is told anew.
begin;
select plan(7);
create function public.is_odd(integer) returns boolean language sql immutable as 'select $1 % 2 = 1';
select thing.register_rule('odd', 'public.is_odd(integer)', 'must be odd', '{integer}');
select thing.create_tenant('shop');
select thing.migrate('shop', '[{"op": "create_class", "class": "P", "fields": [
    {"name": "name", "type": "text", "rules": {"minLength": 2, "maxLength": 50, "pattern": {"value": "^[A-Z]", "message": "begins with a capital"}}},
    {"name": "mail", "type": "email"}, {"name": "n", "type": "integer", "rules": {"min": 10, "odd": true, "oneOf": [11, 13]}},
    {"name": "state", "type": "select", "params": {"values": ["a", "b"]}}, {"name": "d", "type": "date", "rules": {"max": "today"}}],
    "rules": {"checks": {"later": {"rule": "requiredIf", "field": "d", "if": {"field": "n", "oneOf": [4]}}}}}]');
create function pg_temp.told(p_statement text) returns jsonb language plpgsql as $$
declare v_detail jsonb;
begin
    execute p_statement;
    return null;
exception when sqlstate 'TB001' then
    get stacked diagnostics v_detail = pg_exception_detail;
    return v_detail;
end $$;
create temporary table said as
select v ->> 'field' as field, v ->> 'rule' as rule, v ->> 'message' as message
  from jsonb_array_elements(pg_temp.told($$ insert into tenant_shop.tc_p (name, mail, n, state, d) values ('x', 'x', 4, 'c', 'tomorrow') $$)) v;
create temporary table shown as
select f ->> 'name' as field, f -> 'messages' as messages from jsonb_array_elements((thing.catalog_entries('shop') -> 'classes' -> 0 -> 'fields')::jsonb) f;
select cmp_ok((select count(*) from said), '>', 7::bigint, 'many violations');
select is_empty($$ select s.* from said s left join shown w on w.field = s.field and w.messages ? s.message where w.field is null and s.rule <> 'requiredIf' $$, 'each is in the catalog');
select is((select messages from shown where field = 'name'), '["must have at least 2 characters", "must have at most 50 characters", "begins with a capital"]', 'one of the tenant''s own');
select is(thing.catalog_entries('shop') -> 'classes' -> 0 #>> '{checks,later,message}',
    jsonb_path_query_first(pg_temp.told($$ insert into tenant_shop.tc_p (n) values (4) $$), '$[*] ? (@.rule == "requiredIf").message') #>> '{}', 'a check''s');
select thing.register_rule('odd', 'public.is_odd(integer)', 'has to be odd', '{integer}');
select is(thing.catalog_index('shop', 1) #>> '{classes,0,1}', 'P');
select is((thing.catalog_head('shop') ->> 'version')::integer, 2, 'a version of its own');
select thing.register_rule('odd', 'public.is_odd(integer)', 'has to be odd', '{integer}');
select is((thing.catalog_head('shop') ->> 'version')::integer, 2, 'nothing new');
select * from finish();
rollback;
