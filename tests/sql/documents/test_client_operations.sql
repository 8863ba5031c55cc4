-- What clients register: named by its hash, seen again, bounded.
begin;
select plan(28);
select thing.create_tenant('shop');
select thing.create_tenant('other');
create function pg_temp.hashes(p_client text default null, p_first integer default 100, p_offset integer default 0) returns text language sql as
    $$ select string_agg(c.client || ':' || left(c.hash, 4), ' ') from thing.client_operations('shop', p_client, p_first, p_offset) c $$;

select is(thing.register_client_operations('shop', 'app', '[{"name": "B", "document": "query B { b }"}, {"document": "{ a }"}, {"name": "B", "document": "query B { b }"}]')
    #>> '{1,document}', '{ a }', 'what is registered is answered, in its order');
select is((select jsonb_agg(to_jsonb(c) - array['registered_at', 'seen_at'] order by c.name) from thing.client_operations('shop') c), jsonb_build_array(
    jsonb_build_object('client', 'app', 'hash', encode(sha256('query B { b }'), 'hex'), 'name', 'B', 'document', 'query B { b }', 'schema_version', 0),
    jsonb_build_object('client', 'app', 'hash', encode(sha256('{ a }'), 'hex'), 'name', null, 'document', '{ a }', 'schema_version', 0)), 'once each');
select is(jsonb_array_length(thing.register_client_operations('shop', 'app', '[]')), 0, 'nothing');
update tenant_shop.client_operations set registered_at = '2001-01-01', seen_at = '2001-01-01';
select thing.create_class('shop', 'Product', '[]');
select thing.register_client_operations('shop', 'app', '[{"name": "A", "document": "{ a }"}]');
select is((select row(c.name, c.schema_version, c.registered_at, c.seen_at)::text from tenant_shop.client_operations c where document = '{ a }'),
    row('A'::text, 1, '2001-01-01'::timestamptz, now())::text, 'again: seen, at the version of now');
select is((select count(*) from tenant_shop.client_operations where seen_at = '2001-01-01'), 1::bigint, 'the others are left alone');

select thing.register_client_operations('shop', 'web', '[{"document": "{ a }"}]');
select is(pg_temp.hashes(), 'app:1c7e app:a62a web:1c7e', 'by client and hash');
select is(pg_temp.hashes('web'), 'web:1c7e', 'of one client');
select is(pg_temp.hashes(null, 1, 1), 'app:a62a', 'page by page');
select is(pg_temp.hashes('nobody'), null, 'of nobody');
select is(thing.forget_client_operations('shop', 'app'), 2, 'forgotten');
select is(thing.forget_client_operations('shop', 'app'), 0, 'once');
select is(pg_temp.hashes(), 'web:1c7e', 'the others are not');
select is((select count(*) from thing.client_operations('other')), 0::bigint, 'another tenant has its own');

select throws_ok(format('select thing.register_client_operations(%L, %L, %L)', 'shop', c, '[]'), 'TB067', null, 'no client: ' || left(c, 3))
  from unnest(array['', ' ', repeat('x', 201)]) c;
select throws_ok($$select thing.register_client_operations('shop', null, '[]')$$, 'TB067', null, 'no client');
select throws_ok(format('select thing.register_client_operations(%L, %L, %L)', 'shop', 'app', o), 'TB067', null, 'no operations: ' || left(o, 30))
  from unnest(array['{}', '[1]', '["{ a }"]', '[{"document": 1}]', '[{"document": " "}]', '[{"name": "A"}]',
      jsonb_build_array(jsonb_build_object('document', repeat('x', 262145)))::text]) o;
select throws_ok($$select thing.register_client_operations('shop', 'app', (select jsonb_agg(jsonb_build_object('document', n::text)) from generate_series(1, 1001) n))$$,
    'TB067', null, 'more at once than a client can have');

-- Bounds.
select thing.register_client_operations('shop', 'app', (select jsonb_agg(jsonb_build_object('document', n::text)) from generate_series(1, 1000) n));
update tenant_shop.client_operations set seen_at = now() - interval '1 day' where client = 'app' and document = '7';
select thing.register_client_operations('shop', 'app', '[{"document": "new"}]');
select is((select array[count(*), count(*) filter (where document = 'new'), count(*) filter (where document = '7')] from tenant_shop.client_operations where client = 'app'),
    '{1000,1,0}', 'the one that was not seen for longest makes room');
insert into tenant_shop.client_operations (client, hash, document, schema_version) select 'c' || n % 100, encode(sha256(n::text::bytea), 'hex'), n::text, 0 from generate_series(1, 8999) n;
select throws_ok($$select thing.register_client_operations('shop', 'last', '[{"document": "x"}]')$$, 'TB065', null, 'a tenant''s list ends');
select lives_ok($$select thing.register_client_operations('shop', 'web', '[{"document": "{ a }"}]')$$, 'who is on it is seen again');

select * from finish();
rollback;
