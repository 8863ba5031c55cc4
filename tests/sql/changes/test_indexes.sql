-- Indexes over several keys: made, documented, inherited, renamed with their fields, dropped with them, taken back.
begin;
select plan(34);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Item', '[
    {"name": "maker", "type": "reference", "target": "Item"}, {"name": "mail", "type": "email"},
    {"name": "price", "type": "decimal"}, {"name": "note", "type": "json"}]');
select thing.create_class('shop', 'Book', '[{"name": "pages", "type": "integer"}]', 'Item');
create function pg_temp.defined(p_name text) returns text language sql as $$
    select regexp_replace(i.indexdef, '^.* USING btree ', '') from pg_indexes i
     where i.schemaname = 'tenant_shop' and i.indexname = p_name $$;

select ok(thing.plan('shop', '[{"op": "add_index", "class": "Item", "name": "cheap", "keys": [{"field": "price"}]}]')::text
    ~ 'create index tk_1_1 on tenant_shop.tc_item using btree \(price, id\)', 'the plan says what it makes');
select lives_ok($$ select thing.add_index('shop', 'Item', 'makerPrice',
    '[{"field": "maker"}, {"field": "price", "order": "DESC"}]') $$);
select is(pg_temp.defined('tk_1_1'), '(maker, price DESC, id DESC)', 'the id follows the last key');
select is(pg_temp.defined('tk_2_1'), '(maker, price DESC, id DESC)', 'what extends the class has it too');
select lives_ok($$ select thing.add_index('shop', 'Book', 'all', '[{"field": "mail"},
    {"field": "createdAt", "order": "ASC", "nulls": "LAST"}, {"field": "price", "nulls": "FIRST"},
    {"field": "updatedAt", "order": "DESC", "nulls": "FIRST"}, {"field": "pages", "order": "DESC", "nulls": "LAST"}]') $$);
select is(pg_temp.defined('tk_2_2'), '(thing.fold_case(mail) COLLATE "C", created_at, price NULLS FIRST, '
    'updated_at DESC, pages DESC NULLS LAST, id DESC)', 'keys of all kinds');
select is(thing.document('shop') #> '{classes,1,indexes}', '[{"name": "all", "keys": [{"field": "mail"},
    {"field": "createdAt"}, {"field": "price", "nulls": "FIRST"}, {"field": "updatedAt", "order": "DESC"},
    {"field": "pages", "order": "DESC", "nulls": "LAST"}]}]', 'the document has them, without defaults');
select is((select array_agg(concat_ws(' ', i.class, i.name, i.inherited_from, i.state) order by 1)
             from thing.indexes('shop') i),
    '{Book all ready,Book makerPrice Item ready,Item makerPrice ready}', 'thing.indexes shows them');
select is((select count(*)::integer from thing.check('shop')), 0, 'thing.check has nothing to say');
select is((select (d ->> 'kind') || (d ->> 'impact') from thing.history('shop') h, jsonb_array_elements(h.diff) d
            where h.version = 3), 'INDEX_ADDEDSAFE', 'no client is concerned');

-- Refused
select throws_ok($$ select thing.add_index('shop', 'Item', 'makerPrice', '[{"field": "price"}]') $$, 'TB011');
select throws_ok($$ select thing.add_index('shop', 'Item', 'no-name', '[{"field": "price"}]') $$, 'TB010');
select throws_ok($$ select thing.add_index('shop', 'Item', 'bad', '[]') $$, 'TB020');
select throws_ok($$ select thing.add_index('shop', 'Item', 'bad', '[{"field": "note"}]') $$, 'TB020');
select throws_ok($$ select thing.add_index('shop', 'Item', 'bad', '[{"field": "price", "order": "UP"}]') $$, 'TB020');
select throws_ok($$ select thing.add_index('shop', 'Item', 'bad', '[{"field": "price", "where": 1}]') $$, 'TB020');
select throws_ok($$ select thing.add_index('shop', 'Item', 'bad', '[{"field": "price"}, {"field": "price"}]') $$,
    'TB020');
select throws_ok($$ select thing.add_index('shop', 'Item', 'bad', '[{"field": "pages"}]') $$, 'TB022');
select throws_ok($$ select thing.drop_index('shop', 'Book', 'makerPrice') $$, 'TB022', null,
    'an inherited one is dropped where it is declared');
select throws_ok($$ select thing.alter_field('shop', 'Book', 'pages', '{"type": "json"}') $$, 'TB034', null,
    'a key keeps a type that has an order');

-- Renames, documents
select thing.rename_field('shop', 'Item', 'price', 'cost');
select is(thing.document('shop') #> '{classes,0,indexes,0,keys,1}', '{"field": "cost", "order": "DESC"}',
    'a rename is followed');
select is(thing.diff('shop', thing.document('shop')), '[]', 'no difference from itself');
select is(thing.diff('shop', jsonb_set(jsonb_set(thing.document('shop'), '{classes,0,indexes,0,keys,1,nulls}', '"FIRST"'),
    '{classes,0,indexes,0,keys,0,order}', '"ASC"')), '[]', 'defaults may be said');
select is((select jsonb_agg(o - 'keys') from jsonb_array_elements(thing.diff('shop',
    jsonb_set(thing.document('shop'), '{classes,0,indexes,0,keys,1}', '{"field": "mail"}'))) o),
    '[{"op": "drop_index", "class": "Item", "name": "makerPrice"},
      {"op": "add_index", "class": "Item", "name": "makerPrice"}]', 'other keys make another index');
select is((select jsonb_agg(o - 'keys') from jsonb_array_elements(thing.diff('shop',
    jsonb_set(jsonb_set(thing.document('shop'), '{classes,0,fields,2}', thing.document('shop')
        #> '{classes,0,fields,2}' || '{"name": "price", "renamedFrom": ["cost"]}'),
        '{classes,0,indexes,0,keys,1,field}', '"price"')
        #- '{classes,1,indexes}')) o),
    '[{"op": "drop_index", "class": "Book", "name": "all"},
      {"op": "rename_field", "class": "Item", "field": "cost", "to": "price"}]', 'and a rename only a rename');
select throws_ok($$ select thing.diff('shop', jsonb_set(thing.document('shop'), '{classes,0,indexes,0,keys,1,field}',
    '"gone"')) $$, 'TB022');
select thing.create_tenant('copy');
select thing.migrate('copy', thing.diff('copy', thing.document('shop')));
select is(thing.document('copy'), thing.document('shop'), 'a copy has them');

-- A dropped field takes them along, and a rollback brings them back
select lives_ok($$ select thing.drop_field('shop', 'Item', 'cost') $$);
select is((select string_agg(concat_ws(' ', d ->> 'kind', d ->> 'index'), ', ')
             from thing.history('shop') h, jsonb_array_elements(h.diff) d where h.version = 6),
    'INDEX_DROPPED makerPrice, INDEX_DROPPED all, FIELD_DROPPED', 'they are told');
select is((select count(*)::integer from thing.indexes('shop')), 0);
select thing.rollback('shop', 5);
select is(thing.document('shop'), thing.document('copy'), 'all is back');
select isnt(pg_temp.defined('tk_2_4'), null, 'the index, too');

-- Damage
drop index tenant_shop.tk_2_4;
select is((select array_agg(d.kind) from thing.check('shop') d), '{missing index}');
select count(*) from thing.repair('shop', false);
select isnt(pg_temp.defined('tk_2_4'), null, 'thing.repair makes it');
select * from finish();
rollback;
