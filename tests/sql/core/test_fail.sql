begin;
select plan(3);

select throws_ok($$ select thing.fail('UNKNOWN_CLASS', 'no class x') $$, 'TB021', 'no class x', 'fail raises the SQLSTATE of its code');
select throws_ok($$ select thing.fail('NO_SUCH_CODE', 'x') $$, 'P0002', null, 'an unknown code is a bug and is not hidden');
select is(current_setting('plpgsql.extra_errors'), 'all', 'tests run with every extra check of PL/pgSQL');

select * from finish();
rollback;
