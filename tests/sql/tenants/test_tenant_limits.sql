-- Limits are checked by name and form, stand on the role, and null takes one back to its default.
begin;
select plan(11);
select thing.create_tenant('acme');
select is((thing.tenant_limits('acme', '{"work_mem": "4MB", "connection_limit": "7"}')).limits, '{"work_mem": "4MB", "connection_limit": "7"}');
select is((select rolconnlimit from pg_roles where rolname = 'tenant_acme'), 7);
select is((select string_agg(distinct c, ' ') || count(*) from pg_db_role_setting s, unnest(s.setconfig) c where s.setrole = 'tenant_acme'::regrole and c like 'work_mem=%'), 'work_mem=4MB2', 'in this database and in every other');
select is((thing.tenant_limits('acme', '{"connection_limit": null}')).limits, '{"work_mem": "4MB"}');
select is((select rolconnlimit from pg_roles where rolname = 'tenant_acme'), 50);
select throws_ok($$ select thing.tenant_limits('acme', '{"colour": "red"}') $$, 'TB045');
select throws_ok($$ select thing.tenant_limits('acme', '{"work_mem": "lots"}') $$, 'TB045');
select throws_ok($$ select thing.tenant_limits('acme', '[1]') $$, 'TB045');
select throws_ok($$ select thing.tenant_limits('acme', '{"depth": "-1"}') $$, 'TB045');
select throws_ok($$ select thing.tenant_limits('acme', '{"page_size": 0}') $$, 'TB045');
select thing.tenant_limits('acme', '{"depth": 20}');
select is(thing.catalog_head('acme') -> 'limits', '{"depth": 20}', 'those of requests come with the head of the catalog');
select * from finish();
rollback;
