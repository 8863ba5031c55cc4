-- Ids: samples a..01 to a..10, parties b.., contracts c... Values that are equal, null and empty on purpose.
insert into tc_sample (id, created_at, updated_at, created_by, updated_by, text, plain, integer, rank, bigint, "decimal", "float", "boolean", date, "time",
                       datetime, uuid, json, mood, tags, email, url, tree, integer_range, decimal_range, date_range, datetime_range)
select ('a0000000-0000-7000-8000-0000000000' || v.n)::uuid, timestamptz '2025-01-01 00:00Z' + v.n::int * interval '1 hour', '2025-02-01 00:00Z', 'zoo', 'zoo',
       v.text, v.plain, v.integer, v.rank, v.bigint, v.dec, v.float, v.bool, v.date, v.time, v.datetime, v.uuid, v.json, v.mood, v.tags, v.email, v.url, v.tree,
       v.ir, v.dr, v.dtr, v.dttr
  from (values
    ('01', 'red lamp', 'alpha', 1, 10, 9007199254740993, 1.10, 0.5, true, date '2024-01-01', time '08:00', timestamptz '2024-01-01 08:00Z', uuid '11111111-1111-4111-8111-111111111111',
     jsonb '{"size": 1, "kind": "a", "nested": {"deep": [1, 2, {"x": null}]}}', 'calm', array['red'], 'a@example.com', 'https://example.com/a', 'Top.Science'::ltree,
     int8range(1, 10), numrange(1.5, 2.5), daterange('2024-01-01', '2024-02-01'), tstzrange('2024-01-01 00:00Z', '2024-01-02 00:00Z')),
    ('02', 'big red lamp', 'Alpha', 2, 20, -1, 2.20, 1e100, false, '2024-02-29', '23:59:59.5', '2024-02-29 23:59:59.123456Z', '22222222-2222-4222-8222-222222222222',
     '{"size": 2, "kind": "b"}', 'happy', array['red', 'green'], 'b@example.com', 'https://example.com/b', 'Top.Science.Astronomy',
     int8range(5, null), numrange(null, 0), 'empty', tstzrange('2024-01-01 12:00Z', null)),
    ('03', 'blue chair', '50%', 2, 20, 0, -3.30, -2.25, null, '2023-12-31', '00:00', '2023-12-31 00:00Z', null,
     '[1, 2, 3]', 'angry', array[]::text[], null, null, 'Top.Hobbies', 'empty', '[3,4]', daterange(null, '2024-01-15'), 'empty'),
    ('04', 'Lámpara roja', '5_0', 3, 30, 42, 1.10, 0.5, true, '2024-01-01', '08:00', '2024-01-01 08:00Z', '44444444-4444-4444-8444-444444444444',
     '"text"', 'calm', array['blue', 'red'], 'd@example.com', 'https://example.com/d?x=1&y=%20', 'Top', int8range(10, 20), numrange(0, 100, '[]'), daterange('2024-03-01', '2024-03-02'),
     tstzrange('2025-01-01 00:00Z', '2026-01-01 00:00Z', '(]')),
    ('05', '', 'back\slash', 5, 30, null, 0, 0, false, '0001-01-01', '12:30', '0001-01-01 00:00Z', '55555555-5555-4555-8555-555555555555',
     '{"size": "big", "tags": ["x", "y"]}', 'angry', null, null, null, 'Top.Science.Astronomy.Stars', null, null, null, null),
    ('06', null, 'quote'' "double"', null, 40, 5, null, 3.0, null, null, null, null, null, '{"size": null}', 'happy', array['green'], null, null, null, int8range(1, 3), null, null, null),
    ('07', 'green lamp, very long', null, -7, 40, 5, 7.77, null, true, '2024-06-15', '06:07:08', '2024-06-15 10:00Z', null, 'true', null, array['red', 'green', 'blue'], null, null, 'Top.Science', null, null, null, null),
    ('08', null, null, null, 40, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null),
    ('09', 'lamp', 'ünïcode 🦊', 0, 0, 9223372036854775807, 9999999999.99, 1e-7, false, '9999-12-31', '23:59:59.999999', '9999-12-31 23:59:59Z', null, '3.14', 'calm', array['blue'], null, null, null, null, null, null, null),
    ('10', 'red', 'tab' || chr(9) || 'newline' || chr(10), 2147483647, -5, -9223372036854775808, -0.01, 2, true, '2024-01-02', '08:00:01', '2024-01-01 09:00Z', null, '{"kind": "a", "a.b": {"0": "zero"}}', 'happy', array['green', 'blue'], null, null, null, null, null, null, null)
  ) as v (n, text, plain, integer, rank, bigint, dec, float, bool, date, time, datetime, uuid, json, mood, tags, email, url, tree, ir, dr, dtr, dttr);

update tc_sample s
   set texts = v.texts, integers = v.integers, bigints = v.bigints, decimals = v.decimals, floats = v.floats, dates = v.dates, times = v.times,
       datetimes = v.datetimes, uuids = v.uuids
  from (values
    ('01', array['b', 'a', 'quote " and , comma', 'null'], array[3, 1, 2, 1], '{9007199254740993,-1}'::bigint[], '{1.10,-0.5}'::numeric[], '{0.1,1e100}'::float8[],
     '{2024-02-29,0001-01-01}'::date[], '{08:00,23:59:59.5}'::time[], '{"2024-01-01 08:00Z"}'::timestamptz[], '{11111111-1111-4111-8111-111111111111}'::uuid[]),
    ('02', '{a,ä}', '{2}', '{5}', '{1.1}', '{-2.25,0.1}', '{2024-02-29}', '{08:00}', '{"2024-01-01 09:00+01"}', '{}'),
    ('03', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')
  ) as v (n, texts, integers, bigints, decimals, floats, dates, times, datetimes, uuids)
 where s.id::text like '%' || v.n;

create function pg_temp.sample(n text) returns uuid language sql as $$ select ('a0000000-0000-7000-8000-0000000000' || n)::uuid $$;
create function pg_temp.party(n text) returns uuid language sql as $$ select ('b0000000-0000-7000-8000-0000000000' || n)::uuid $$;
create function pg_temp.contract(n text) returns uuid language sql as $$ select ('c0000000-0000-7000-8000-0000000000' || n)::uuid $$;

insert into tc_person (id, name, country, age) values
    (pg_temp.party('01'), 'Ada', 'GB', 36), (pg_temp.party('02'), 'Ben', null, null), (pg_temp.party('03'), 'Cy', 'NO', 36);
insert into tc_employee (id, name, country, age, salary, boss) values
    (pg_temp.party('11'), 'Dora', 'NO', 50, 900, null), (pg_temp.party('12'), 'Emil', 'GB', 28, 500.5, null);
insert into tc_manager (id, name, country, age, salary, boss, bonus) values
    (pg_temp.party('21'), 'Fay', 'NO', 61, 2000, null, 10), (pg_temp.party('22'), 'Gus', null, 45, null, pg_temp.party('21'), null);
insert into tc_company (id, name, country) values (pg_temp.party('31'), 'Acme', 'NO'), (pg_temp.party('32'), 'Bolt', null), (pg_temp.party('33'), 'Core', 'GB');
update tc_employee set boss = pg_temp.party('21') where name = 'Dora';
update tc_employee set boss = pg_temp.party('11') where name = 'Emil';

update tc_sample set parent = pg_temp.sample('01') where rank = 20;
update tc_sample set parent = pg_temp.sample('02') where rank = 30;
update tc_sample set parent = id where rank = 0;
insert into tc_contract (id, title, seller, buyer, signed_by, handled_by) values
    (pg_temp.contract('01'), 'Lease', pg_temp.party('31'), pg_temp.party('01'), pg_temp.party('01'), pg_temp.party('11')),
    (pg_temp.contract('02'), 'Sale', pg_temp.party('31'), pg_temp.party('32'), pg_temp.party('21'), pg_temp.party('22')),
    (pg_temp.contract('03'), 'Loan', pg_temp.party('01'), null, null, null),
    (pg_temp.contract('04'), 'Gift', pg_temp.party('22'), pg_temp.party('22'), pg_temp.party('12'), pg_temp.party('12'));
update tc_sample set anything = pg_temp.sample('03') where rank = 10;
update tc_sample set anything = pg_temp.party('21') where rank = 0;
update tc_sample set anything = pg_temp.contract('02') where rank = -5;
insert into tj_10_friends values
    (pg_temp.sample('01'), pg_temp.sample('02')), (pg_temp.sample('01'), pg_temp.sample('03')), (pg_temp.sample('02'), pg_temp.sample('01')),
    (pg_temp.sample('03'), pg_temp.sample('03')), (pg_temp.sample('08'), pg_temp.sample('01'));
insert into tj_10_things values
    (pg_temp.sample('01'), pg_temp.party('01')), (pg_temp.sample('01'), pg_temp.party('21')), (pg_temp.sample('01'), pg_temp.contract('01')),
    (pg_temp.sample('01'), pg_temp.sample('01')), (pg_temp.sample('02'), pg_temp.party('31'));
insert into tj_15_employs values
    (pg_temp.party('31'), pg_temp.party('01')), (pg_temp.party('31'), pg_temp.party('11')), (pg_temp.party('31'), pg_temp.party('21')),
    (pg_temp.party('32'), pg_temp.party('12'));
insert into tj_17_witnesses values
    (pg_temp.contract('01'), pg_temp.party('02')), (pg_temp.contract('01'), pg_temp.party('32')), (pg_temp.contract('02'), pg_temp.party('21')),
    (pg_temp.contract('02'), pg_temp.party('02'));

-- The rows as if nothing had been changed since: the triggers would tell the present time.
set session_replication_role = replica;
do $$
declare
    v_table text;
begin
    foreach v_table in array array['sample', 'person', 'employee', 'manager', 'company', 'contract'] loop
        execute format('update tc_%s set version = 1, created_by = ''zoo'', updated_by = ''zoo'', updated_at = ''2025-02-01 00:00Z'',
                       created_at = case when id::text like ''a%%'' then created_at else ''2025-01-01 00:00Z'' end', v_table);
    end loop;
end $$;
reset session_replication_role;
