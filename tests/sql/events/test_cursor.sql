begin;
select plan(23);

select thing.create_tenant('acme');
select thing.migrate('acme', '[{"op": "create_class", "class": "Product", "fields": [{"name": "name", "type": "text"}]}]');
insert into tenant_acme.tc_product (name) values ('one');
select is((select count(*) from thing.read_changes('acme')), 0::bigint, 'own uncommitted changes are no events');
select is((select count(*) from thing.read_changes('acme', pg_current_snapshot())), 0::bigint, 'not from a snapshot either');
select ok(not pg_visible_in_snapshot(pg_current_xact_id(), thing.settled_snapshot()), 'the own transaction is not settled');
select matches(thing.change_cursor('acme'), '^[0-9a-f]{32}:[0-9a-f]{8}:\d+/\d{16}:\d+:\d+:', 'a cursor names log and snapshot');
select is(thing.encode_cursor(thing.decode_cursor('0123456789abcdef0123456789abcdef/1764072000123456:10:20:10,12/10:30:/5/9')),
    '0123456789abcdef0123456789abcdef/1764072000123456:10:20:10,12/10:30:/5/9', 'a cursor is read as it was written');
select is(thing.encode_cursor(thing.decode_cursor('0123456789abcdef0123456789abcdef:01234567:4294967297/1764072000123456:10:20:10,12')),
    '0123456789abcdef0123456789abcdef:01234567:4294967297/1764072000123456:10:20:10,12', 'with timeline and place, too');
select throws_ok(format('select thing.decode_cursor(%L)', c), 'TB051', null, 'no cursor: ' || left(c, 20))
  from unnest(array['', 'rubbish', '0123456789abcdef0123456789abcdef/10:20:',
     '0123456789abcdef0123456789abcdef/1764072000123456:20:10:', '0123456789abcdef0123456789abcdef/1764072000123456:10:20:30',
     '0123456789abcdef0123456789abcdef:01234567:99999999999999999999/1764072000123456:10:20:', '0123456789abcdef0123456789abcdef:0123456/1764072000123456:10:20:']) c;
select throws_ok($$select * from thing.read_changes('acme', '0123456789abcdef0123456789abcdef/1764072000123456:10:20:')$$, 'TB050', null, 'the cursor of another log');
select throws_ok(format('select * from thing.read_changes(%L, %L)', 'acme', regexp_replace(thing.change_cursor('acme'), '/.*', '/1764072000123456:10:9000000000000:')),
    'TB050', null, 'a cursor of the future');
select is(thing.given_cursor('acme', c), c, 'the cursor of now was given out here') from thing.change_cursor('acme') c;
select is((thing.decode_cursor(c)).identity, split_part(c, ':', 1), 'a signed cursor is read as one without') from thing.change_cursor('acme') c;
select throws_ok(format('select thing.given_cursor(%L, %L)', 'acme', split_part(c, '.', 1) || s), 'TB050', null, 'not given out: ' || s)
  from thing.change_cursor('acme') c, unnest(array['', '.0123456789abcdef0123456789abcdef']) s;
select throws_ok(format('select thing.given_cursor(%L, %L)', 'acme', regexp_replace(c, ':[0-9]+:[0-9]+:[0-9,]*[.]', ':1:1:.')), 'TB050', null, 'another place, the same signature')
  from thing.change_cursor('acme') c;
select throws_ok(format('select thing.given_cursor(%L, %L)', 'acme', c), 'TB051', null, 'no cursor at all: ' || left(c, 10)) from unnest(array['rubbish', repeat('1', 70000)]) c;
select throws_ok($$truncate tenant_acme.tc_product$$, 'TB062', null, 'the log stays complete');

select * from finish();
rollback;
