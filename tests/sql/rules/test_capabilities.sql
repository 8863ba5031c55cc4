-- thing.capabilities: what is there, and why something is not.
begin;
select plan(5);
select is(version, current_setting('server_version'), 'the server') from thing.capabilities() where kind = 'server';
select set_eq($$ select name from thing.capabilities() where kind = 'type' $$, $$ select name from thing.field_types $$, 'every type');
select is_empty($$ select * from thing.capabilities() where available = (reason is not null) $$, 'what is off says why, what is on does not');
select is(available, exists (select from pg_extension where extname = 'ltree'), 'a type is as available as its extension') from thing.capabilities() where kind = 'type' and name = 'tree';
select ok(has_function_privilege('thing_tenant', 'thing.capabilities()', 'execute'), 'tenants may ask');
select * from finish();
rollback;
