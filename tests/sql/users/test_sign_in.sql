begin;
select plan(32);
select thing.create_tenant('signing');
select is(thing.sign_in_account('signing', 'ann@example.org'), null, 'it is off by default');
select throws_ok($$ select thing.sign_up('signing', 'ann@example.org', null, true) $$, 'TB074', null, 'so that signing up fails');
select is(thing.set_sign_in('signing', true, role => 'editor'),
    '{"enabled": true, "class": "User", "role": "editor", "open": false, "sessionDays": 30}', 'it is on');
select is(thing.set_sign_in('signing', true) ->> 'role', 'editor', 'what is not named stays');
select throws_ok($$ select thing.set_sign_in('signing', true, role => 'operator') $$, 'TB074', null, 'no operators');
select throws_ok($$ select thing.set_sign_in('signing', true, session_days => 0) $$, 'TB074', null, 'days are bounded');

create function pg_temp.account(email text) returns jsonb language sql as
    $$ select thing.sign_in_account('signing', email) -> 'account' $$;
create temp table made as select thing.sign_up('signing', 'ann@example.org', '$argon2id$a', false) as id;
select is(thing.sign_up('signing', 'ann@example.org', '$argon2id$b', true), null, 'an e-mail has one account');
select is(pg_temp.account('ann@example.org') - 'id',
    '{"email": "ann@example.org", "hash": "$argon2id$a", "roles": ["editor"], "verified": false, "waits": false}', 'it is kept');
select is((select u.id from tenant_signing.tc_user u), id, 'with a thing') from made;

-- links
select thing.add_link('signing', id, sha256('one')) from made;
select thing.add_link('signing', id, sha256('two'), '$argon2id$c') from made;
select is(thing.use_link('signing', sha256('three')), null, 'an unknown link');
select is(thing.use_link('signing', sha256('one')), (select id from made), 'a link signs in');
select is(thing.use_link('signing', sha256('one')), null, 'once');
select is(pg_temp.account('ann@example.org') - 'id' - 'email',
    '{"hash": null, "roles": ["editor"], "verified": true, "waits": false}', 'a password from before it was verified is gone');
select is(thing.use_link('signing', sha256('two')), (select id from made), 'a link with a password');
select is(pg_temp.account('ann@example.org') ->> 'hash', null, 'that came too late: who signed up so may be another');
select thing.note_password('signing', id, true, '$argon2id$d') from made;
select thing.add_link('signing', id, sha256('late'), '$argon2id$e') from made;
select is(thing.use_link('signing', sha256('late')), (select id from made), 'another one');
select is(pg_temp.account('ann@example.org') ->> 'hash', '$argon2id$d', 'takes the place of no password');
update tenant_signing.sign_in_links set expires_at = now();
select thing.add_link('signing', id, sha256(n::text::bytea)) from made, generate_series(1, 7) n;
select is((select count(*) from tenant_signing.sign_in_links), 5::bigint, 'five at most');

-- wrong passwords
select thing.note_password('signing', id, false) from made, generate_series(1, 10);
select is(pg_temp.account('ann@example.org') -> 'waits', 'true', 'ten wrong ones make it wait');
select thing.note_password('signing', id, true) from made;
select is(pg_temp.account('ann@example.org') -> 'waits', 'false', 'a right one ends that');

-- sessions
create temp table session as select thing.begin_session('signing', id) as id from made;
select is(thing.refresh_session('signing', id, 0) -> 'uses', '1', 'the first token is used') from session;
select is(thing.refresh_session('signing', id, 0) -> 'uses', '1', 'and again at once: the answer may have been lost') from session;
select is(thing.refresh_session('signing', id, 1) -> 'uses', '2', 'the next one') from session;
update tenant_signing.sign_in_sessions set used_at = now() - interval '11 seconds';
select is(thing.refresh_session('signing', id, 1), null, 'one that was used before ends the session') from session;
select is(thing.refresh_session('signing', id, 2), null, 'also for who has the last one') from session;

update session set id = thing.begin_session('signing', (select id from made));
update tenant_signing.sign_in_sessions set used_at = now() - interval '31 days';
select is(thing.refresh_session('signing', id, 0), null, 'a session ends after 30 days') from session;
update session set id = thing.begin_session('signing', (select id from made));
select thing.set_password('signing', id, '$argon2id$f') from made;
select is(thing.refresh_session('signing', id, 0), null, 'and with a new password by a link') from session;
update session set id = thing.begin_session('signing', (select id from made));
select thing.set_account('signing', 'ann@example.org', roles => array['admin']);
select is(thing.refresh_session('signing', id, 0), null, 'and with its roles') from session;
select is(pg_temp.account('ann@example.org') -> 'roles', '["admin"]', 'which are others');
select thing.set_account('signing', 'ann@example.org', dropped => true);
select is(thing.sign_up('signing', 'ann@example.org', null, false), null, 'who has a thing''s e-mail does not get the thing');
select is(thing.sign_up('signing', 'ann@example.org', null, true), id, 'but by an operator') from made;
delete from tenant_signing.tc_user;
select is(pg_temp.account('ann@example.org'), 'null', 'without its thing, there is no account');
select * from finish();
rollback;
