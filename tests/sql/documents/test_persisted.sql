begin;
select plan(7);
select thing.create_tenant('acme');
select thing.create_tenant('zeta');

select is(thing.persist_document('acme', '{ a }'), encode(sha256('{ a }'), 'hex'), 'the SHA-256 of the text is its name');
select is(thing.persist_document('acme', '{ a }'), encode(sha256('{ a }'), 'hex'), 'again is no error');
select is(thing.persisted_document('acme', encode(sha256('{ a }'), 'hex')), '{ a }', 'it is found by it');
select is(thing.persisted_document('zeta', encode(sha256('{ a }'), 'hex')), null::text, 'by its own tenant only');
select throws_ok($$select thing.persist_document('acme', ' ')$$, 'TB020', null, 'an empty one is none');
select throws_ok($$select thing.persist_document('nobody', '{ a }')$$, 'TB040', null, 'no such tenant');

select is(array[thing.forget_document('acme', encode(sha256('{ a }'), 'hex')), thing.forget_document('acme', encode(sha256('{ a }'), 'hex'))],
    array[true, false], 'forgotten once');
select * from finish();
rollback;
