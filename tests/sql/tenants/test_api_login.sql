-- The API logs in with a role of its own beside the tenant's, which goes wherever the tenant goes.
begin;
select plan(22);
create function pg_temp.verifier(p_letter text) returns text language sql as
    $$ select format('SCRAM-SHA-256$4096:c2FsdA==$%1$s=:%1$s=', repeat(p_letter, 43)) $$;
select thing.create_tenant('acme', limits => '{"work_mem": "5MB", "connection_limit": "7"}');
select is_empty($$ select from pg_roles where rolname = 'api_tenant_acme' $$, 'none before it is asked for');
select is(thing.api_login('acme', pg_temp.verifier('A')), 'api_tenant_acme');
select is(thing.api_login('acme', pg_temp.verifier('Q')), 'api_tenant_acme', 'again: another password');
select is((select rolpassword from pg_authid where rolname = 'api_tenant_acme'), pg_temp.verifier('Q'), 'the verifier as it was given');
select ok(rolcanlogin and rolinherit and not rolcreaterole and not rolsuper and rolconnlimit = 7, 'a login role with the tenant''s limit') from pg_roles where rolname = 'api_tenant_acme';
select ok(pg_has_role('api_tenant_acme', 'tenant_acme', 'usage'), 'it has the tenant''s privileges');
select ok(not pg_has_role('tenant_acme', 'api_tenant_acme', 'member'), 'the tenant has not its');
prepare settings as
select s.setdatabase = 0 as everywhere, unnest(s.setconfig) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole where r.rolname = $1 order by 1, 2;
select results_eq($$ execute settings('api_tenant_acme') $$, $$ execute settings('tenant_acme') $$, 'the same settings');
select thing.tenant_limits('acme', '{"work_mem": "6MB", "connection_limit": "3"}');
select results_eq($$ execute settings('api_tenant_acme') $$, $$ execute settings('tenant_acme') $$, 'changed limits reach both');
select is((select rolconnlimit from pg_roles where rolname = 'api_tenant_acme'), 3);

select throws_ok($$ select thing.api_login('acme', 'secret') $$, 'TB020', null, 'a plain password is refused');
select throws_ok($$ select thing.api_login('acme', null) $$, 'TB020');
select throws_ok($$ select thing.api_login('acme', pg_temp.verifier('A') || 'x') $$, 'TB020');
select throws_ok($$ select thing.api_login('nobody', pg_temp.verifier('A')) $$, 'TB040');

select thing.suspend_tenant('acme');
select is((select rolcanlogin from pg_roles where rolname = 'api_tenant_acme'), false, 'suspended with the tenant');
select throws_ok($$ select thing.api_login('acme', pg_temp.verifier('A')) $$, 'TB042', null, 'and not let in by the back door');
select thing.resume_tenant('acme');
select is((select rolcanlogin from pg_roles where rolname = 'api_tenant_acme'), true, 'resumed with it');

select is((thing.rename_tenant('acme', 'acme2')).role_name, 'tenant_acme2');
select is_empty($$ select from pg_roles where rolname = 'api_tenant_acme' $$, 'renamed with it');
select results_eq($$ execute settings('api_tenant_acme2') $$, $$ execute settings('tenant_acme2') $$, 'with the new path');
select thing.drop_tenant('acme2', 'acme2');
select is_empty($$ select from pg_roles where rolname ~ 'acme' $$, 'dropped with it');
create role api_tenant_new;
select throws_ok($$ select thing.create_tenant('new') $$, 'TB041', null, 'no tenant takes a role that is there');
select * from finish();
rollback;
