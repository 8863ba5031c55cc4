begin;
select plan(14);
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

select thing.persist_document('acme', '{ a }', '{"cost": 500000}');
select is(thing.catalog_head('acme') -> 'documents', jsonb_build_object(encode(sha256('{ a }'), 'hex'), '{"cost": 500000}'::jsonb),
    'it may have limits of its own, which servers read with the head');
select thing.persist_document('acme', '{ a }');
select is(thing.catalog_head('acme') -> 'documents' -> encode(sha256('{ a }'), 'hex'), '{"cost": 500000}', 'again without limits: it keeps them');
select throws_ok($$select thing.persist_document('acme', '{ a }', '{"coast": 1}')$$, 'TB045', 'limit coast does not exist', 'no such limit');
select throws_ok($$select thing.persist_document('acme', '{ a }', '{"work_mem": "1GB"}')$$, 'TB045', 'limit work_mem does not exist', 'none of a request');
select throws_ok($$select thing.persist_document('acme', '{ a }', '{"cost": 0}')$$, 'TB045', 'limit cost cannot be 0', 'no such value');
select is(thing.catalog_head('zeta') -> 'documents', '{}', 'another tenant has none');
select thing.persist_document('acme', '{ a }', '{"cost": null}');
select is(thing.catalog_head('acme') -> 'documents', '{}', 'they are gone again');
select * from finish();
rollback;
