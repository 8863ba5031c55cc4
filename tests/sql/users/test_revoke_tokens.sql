begin;
select plan(10);
select thing.create_tenant('revoking');
create function pg_temp.kept() returns table (subject text, before timestamptz) language sql as
    $$ select r.subject, r.before from thing.revocations r
        where r.tenant_id = (select t.id from thing.tenants t where t.slug = 'revoking')
        order by r.subject nulls first $$;

select ok(thing.revoke_tokens('revoking', 'ann') between now() and clock_timestamp(), 'from now on');
select is(thing.revoke_tokens('revoking', 'bob', '2026-01-02Z'), '2026-01-02Z', 'or from a moment on');
select is(thing.revoke_tokens('revoking', 'bob', '2026-01-01Z'), '2026-01-02Z', 'it never becomes earlier');
select is((select count(*) from pg_temp.kept()), 2::bigint, 'one row a subject');
select is(thing.revoke_tokens('revoking', before => 'infinity'), 'infinity', 'all tokens, for ever');
update thing.revocations set before = now() - interval '399 days' where subject = 'ann';
select lives_ok($$ select thing.revoke_tokens(null, 'root') $$, 'operators'' tokens without a tenant');

select thing.create_tenant('revoking_two');
select thing.revoke_tokens('revoking_two', 'old', '2020-01-01Z'), thing.revoke_tokens('revoking_two', 'older', '2019-01-01Z');
select results_eq(
    $$ select r.subject, r.before from thing.revocations r join thing.tenants t on t.id = r.tenant_id
        where t.slug = 'revoking_two' order by 1 nulls first $$,
    $$ values (null, '2020-01-01Z'::timestamptz), ('older', '2019-01-01Z') $$,
    'old ones become one of all tokens that are as old');

insert into thing.revocations (tenant_id, subject, before)
select t.id, 's' || n, now() from thing.tenants t, generate_series(1, 9998) n where t.slug = 'revoking_two';
select throws_ok($$ select thing.revoke_tokens('revoking_two', 'a'), thing.revoke_tokens('revoking_two', 'b') $$,
    'TB073', 'the tokens of 10000 subjects are revoked already', 'they are bounded');
select lives_ok($$ select thing.revoke_tokens('revoking_two', 's1') $$, 'known ones may be revoked again');

select throws_ok($$ select thing.revoke_tokens('none') $$, 'TB040', null, 'an unknown tenant');
select * from finish();
rollback;
