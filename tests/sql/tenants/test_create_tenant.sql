-- A tenant is a row, a schema and a LOGIN role with its settings; a slug is taken once, and an odd one refused.
begin;
select plan(13);
select is((thing.create_tenant('acme', 'Acme & Söhne "quoted"')).label, 'Acme & Söhne "quoted"', 'the label is any text');
select has_schema('tenant_acme');
select has_role('tenant_acme');
select schema_owner_is('tenant_acme', 'thing_owner');
select ok((select rolcanlogin and not rolsuper and not rolcreaterole and not rolcreatedb and not rolreplication and not rolbypassrls and rolconnlimit = 50
             from pg_roles where rolname = 'tenant_acme'), 'the role can log in and nothing else');
select ok((select bool_and(exists (select from unnest(s.setconfig) c where c like l.name || '=%'))
             from thing.limits l, pg_db_role_setting s join pg_roles r on r.oid = s.setrole
            where l.kind = 'setting' and r.rolname = 'tenant_acme'), 'each limit stands on it');
select is(thing.document('acme'), '{"classes": []}', 'it starts empty');
select is(thing.schema_version('acme'), 0, 'at version 0');
select throws_ok($$ select thing.create_tenant('acme') $$, 'TB041');
select throws_ok($$ select thing.create_tenant('Acme') $$, 'TB010');
select throws_ok($$ select thing.create_tenant(null) $$, 'TB010');
select throws_ok($$ select thing.create_tenant('x', limits => '{"statement_timeout": "5; drop schema thing"}') $$, 'TB045');
create role tenant_there;
select throws_ok($$ select thing.create_tenant('there') $$, 'TB041', null, 'a role that is there already');
select * from finish();
rollback;
