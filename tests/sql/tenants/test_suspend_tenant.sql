-- A suspended tenant cannot log in; administrators still reach it; resuming lets it in again.
begin;
select plan(6);
select thing.create_tenant('acme');
select isnt((thing.suspend_tenant('acme')).suspended_at, null);
select is((select rolcanlogin from pg_roles where rolname = 'tenant_acme'), false);
select lives_ok($$ select thing.document('acme') $$, 'an administrator may');
select is((thing.resume_tenant('acme')).suspended_at, null);
select is((select rolcanlogin from pg_roles where rolname = 'tenant_acme'), true);
select throws_ok($$ select thing.suspend_tenant('nobody') $$, 'TB040');
select * from finish();
rollback;
