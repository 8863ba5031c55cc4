-- Rules made of a DBA's function: checked at registration, run as a role without rights, kept from being dropped while in use.
begin;
select plan(24);
create function public.is_odd(integer) returns boolean language sql immutable as 'select $1 % 2 = 1';
create function public.has_prefix(text, jsonb) returns boolean language plpgsql immutable as $$ begin return starts_with($1, $2 #>> '{}'); end $$;
create function public.adds_up(jsonb, jsonb) returns boolean language sql immutable as $$ select ($1 ->> 'a')::numeric + ($1 ->> 'b')::numeric = ($2)::numeric $$;
create function public.who(text) returns boolean language sql stable as 'select current_user = ''thing_rules'' and current_setting(''search_path'') = ''pg_catalog, pg_temp''';
create function public.moody(text) returns boolean language sql volatile as 'select random() > 0.5';
create function public.number(text) returns integer language sql immutable as 'select 1';
create function public.secret(text) returns boolean language sql immutable as 'select true';
revoke all on function public.secret(text) from public;

select lives_ok($$ select thing.register_rule('odd', 'public.is_odd(integer)', 'must be odd', '{integer}') $$, 'register');
select lives_ok($$ select thing.register_rule('prefix', 'public.has_prefix(text, jsonb)', 'must start with {argument}', '{text}', 'A prefix.') $$, 'with an argument');
select lives_ok($$ select thing.register_rule('addsUp', 'public.adds_up(jsonb, jsonb)', 'must add up to {argument}') $$, 'across fields');
select lives_ok($$ select thing.register_rule('who', 'public.who(text)', 'runs as somebody', '{text}') $$, 'a stable one');
select throws_ok($$ select thing.register_rule('bad', 'public.moody(text)', 'x', '{text}') $$, 'TB025', 'function public.moody(text) must be immutable or stable: a rule gives the same answer for the same row', 'not volatile');
select throws_ok($$ select thing.register_rule('bad', 'public.number(text)', 'x', '{text}') $$, 'TB025', 'function public.number(text) must return boolean', 'not another type');
select throws_ok($$ select thing.register_rule('bad', 'public.secret(text)', 'x', '{text}') $$, 'TB025', 'function public.secret(text) cannot be executed by the role thing_rules', 'not what thing_rules may not call');
select throws_ok($$ select thing.register_rule('bad', 'public.is_odd(integer)', 'x', '{text}') $$, 'TB025', null, 'not for types it does not take');
select throws_ok($$ select thing.register_rule('bad', 'public.is_odd(integer)', 'x', '{money}') $$, 'TB023', null, 'not for types that are none');
select throws_ok($$ select thing.register_rule('bad', 'public.is_odd(integer)', 'x') $$, 'TB025', null, 'a check takes jsonb');
select throws_ok($$ select thing.register_rule('min', 'public.is_odd(integer)', 'x', '{integer}') $$, 'TB011', null, 'not in place of a builtin rule');

select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "C", "fields": [
    {"name": "a", "type": "integer", "rules": {"odd": true}}, {"name": "b", "type": "integer"}, {"name": "t", "type": "text", "rules": {"prefix": "x''y", "who": true}}],
    "rules": {"checks": {"sum": {"rule": "addsUp", "fields": ["a", "b"], "argument": 10, "field": "b"}}}}]');
select lives_ok($$ insert into tenant_rt.tc_c (a, b, t) values (3, 7, 'x''yz') $$, 'a good row, run as thing_rules');
select lives_ok($$ insert into tenant_rt.tc_c (a, t) values (null, null) $$, 'absent values pass without a call');
select throws_ok($$ insert into tenant_rt.tc_c (a, b, t) values (2, 1, 'a') $$, 'TB001',
    'C: 3 violations: a: must be odd; t: must start with x''y; b: must add up to 10', 'a bad row');
select is(jsonb_array_length(thing.validate('rt', 'C', '{"a": 2, "b": 1, "t": "a"}')), 3, 'the dry run');
create function pg_temp.as_tenant(p_sql text) returns text language plpgsql as $$
begin
    set local role tenant_rt;
    execute p_sql;
    reset role;
    return 'done';
exception when others then
    return sqlstate;
end
$$;
select is(pg_temp.as_tenant($$ insert into tenant_rt.tc_c (a, b, t) values (3, 7, 'x''y') $$), 'done', 'the tenant''s role writes a good row');
select is(pg_temp.as_tenant($$ select thing.register_rule('mine', 'public.is_odd(integer)', 'x', '{integer}') $$), '42501', 'and may not register');
select throws_ok($$ drop function public.is_odd(integer) $$, '2BP01', null, 'the function cannot be dropped under the rule');
select throws_ok($$ select thing.unregister_rule('odd') $$, 'TB034', 'rule odd is in use', 'nor the rule under a field');
select throws_ok($$ select thing.unregister_rule('addsUp') $$, 'TB034', null, 'or under a check');
select throws_ok($$ select thing.unregister_rule('min') $$, 'TB025', null, 'a builtin rule stays');
select throws_ok($$ select thing.unregister_rule('nope') $$, 'TB024', null, 'an unknown one');
select thing.register_rule('spare', 'public.is_odd(integer)', 'x', '{integer}');
select lives_ok($$ select thing.unregister_rule('spare') $$, 'an unused rule goes');
select hasnt_function('thing_rules', 'spare', 'with its wrapper');
select * from finish();
rollback;
