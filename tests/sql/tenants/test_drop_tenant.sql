-- Dropping a tenant wants the slug twice, and leaves nothing of it, neither schema nor role nor anything that depended on them.
begin;
select plan(7);
select thing.create_tenant('acme');
select thing.create_class('acme', 'Product', '[{"name": "a", "type": "text"}, {"name": "b", "type": "references"}]');
select throws_ok($$ select thing.drop_tenant('acme') $$, 'TB043');
select throws_ok($$ select thing.drop_tenant('acme', 'other') $$, 'TB043');
select lives_ok($$ select thing.drop_tenant('acme', 'acme') $$);
select hasnt_schema('tenant_acme');
select hasnt_role('tenant_acme');
select throws_ok($$ select thing.document('acme') $$, 'TB040');
select lives_ok($$ select thing.create_tenant('acme') $$, 'the slug is free again');
select * from finish();
rollback;
