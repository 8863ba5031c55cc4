-- What was made by hand on the tables of classes becomes part of the schema, or is left with a reason.
begin;
select plan(17);
select thing.create_tenant('shop');
select thing.create_class('shop', 'Tag', '[{"name": "name", "type": "text"}]');
select thing.create_class('shop', 'Product', '[{"name": "name", "type": "text"}, {"name": "price", "type": "decimal"}]');
insert into tenant_shop.tc_tag (name) values ('new');
insert into tenant_shop.tc_product (name, price) select 'p' || n, n from generate_series(1, 3) n;
create type tenant_shop.size as enum ('small', 'large');
alter table tenant_shop.tc_product
    add column stock_count integer not null default 7,
    add column size tenant_shop.size default 'small',
    add column code varchar(20),
    add column main_tag uuid references tenant_shop.tc_tag (id),
    add column twice numeric generated always as (price * 2) stored,
    add column local timestamp,
    add constraint dear check (price >= 0 and price < 1000.5),
    add constraint named check (name ~ '^[a-z]'),
    add constraint two check (price > 0 or name is not null);
create index by_price on tenant_shop.tc_product (price desc, name, id);
create index by_code on tenant_shop.tc_product (code);
create unique index code_once on tenant_shop.tc_product (code, name);
create index by_half on tenant_shop.tc_product (price) where price < 10;
update tenant_shop.tc_product set code = name, main_tag = (select id from tenant_shop.tc_tag);
create temp table before as select kind, object from thing.check('shop');
create function pg_temp.outcomes(plan boolean) returns table (object text, outcome text) language sql as
    $$ select a.object, a.outcome from thing.adopt_drift('shop', plan => plan) a $$;
select set_eq($$ select * from pg_temp.outcomes(true) $$, $$ values
    ('tc_product.stock_count', 'planned'), ('tc_product.size', 'planned'), ('tc_product.code', 'planned'),
    ('tc_product.main_tag', 'planned'), ('tc_product.tc_product_main_tag_fkey', 'planned'),
    ('tc_product.twice', 'it is generated: define a field with an expression instead'),
    ('tc_product.local', 'no field type is stored as timestamp without time zone'),
    ('tc_product.dear', 'planned'), ('tc_product.named', 'planned'),
    ('tc_product.two', 'it is about several fields: write it as a condition of the class'),
    ('tc_product.by_price', 'planned'), ('tc_product.by_code', 'planned'), ('tc_product.code_once', 'planned'),
    ('tc_product.by_half', 'an index over expressions, over some rows or of another kind than btree is none of a field or of add_index') $$,
    'a plan says what can be taken over, and why the rest cannot');
select set_eq($$ select kind, object from thing.check('shop') $$, $$ select * from before $$, 'and changes nothing');
select is((select count(*) from pg_temp.outcomes(false) where outcome = 'done'), 10::bigint, 'it is done');
select set_eq($$ select object from thing.check('shop') where object ~ '^tc_product' $$,
    $$ values ('tc_product.twice'), ('tc_product.local'), ('tc_product.two'), ('tc_product.by_half') $$, 'what could not be taken over is left');
select is((select f.validation_rules from tenant_shop.thing_class_fields f where f.name = 'price'), '{"min": 0, "exclusiveMax": 1000.5}', 'a CHECK became rules');
select is((select f.validation_rules from tenant_shop.thing_class_fields f where f.name = 'name' and f.class_id = 2), '{"pattern": "^[a-z]"}', 'a pattern');
select is((select f.validation_rules from tenant_shop.thing_class_fields f where f.name = 'code'), '{"maxLength": 20}', 'a length');
select is((select f.validation_rules from tenant_shop.thing_class_fields f where f.name = 'stockCount'), '{"required": true}', 'NOT NULL');
select is((select f.type || f.params::text from tenant_shop.thing_class_fields f where f.name = 'size'), 'select{"values": ["small", "large"]}', 'an enum');
select is((select f.type from tenant_shop.thing_class_fields f where f.name = 'mainTag'), 'reference', 'a foreign key');
select is((select count(*) from tenant_shop.tc_product p join tenant_shop.tc_tag t on t.id = p.main_tag where p.stock_count = 7 and p.code = p.name and p.size = 'small'), 3::bigint, 'the values are there');
select ok((select f.indexed from tenant_shop.thing_class_fields f where f.name = 'code'), 'an index of one field');
select throws_ok($$ insert into tenant_shop.tc_product (name, price, stock_count) values ('q', 2000, 1) $$, 'TB001', null, 'the rules hold');
select is((select count(*) from thing.history('shop', 'Product', (select min(id::text)::uuid from tenant_shop.tc_product)) h where h.changes ? 'stockCount'), 1::bigint, 'history tells of it');
select is_empty($$ select * from pg_temp.outcomes(false) where outcome = 'done' $$, 'there is no more to do');

alter table tenant_shop.tc_product
    add constraint cheap check (price < 2000),
    add constraint wide check (stock_count > 1 and stock_count > -1),
    add constraint low check (stock_count >= -7),
    add constraint high check (stock_count >= -3),
    add constraint lower check (stock_count >= -9),
    add constraint nulls unique nulls not distinct (main_tag, code);
select set_eq($$ select * from pg_temp.outcomes(false) where object ~ 'cheap|wide|low|high|nulls' $$, $$ values
    ('tc_product.cheap', 'the rule of field price would be lost: exclusiveMax 1000.5'),
    ('tc_product.wide', 'no rule says what it says'),
    ('tc_product.low', 'the rule of field stockCount would be lost: min -3'),
    ('tc_product.high', 'done'),
    ('tc_product.lower', 'the rule of field stockCount would be lost: min -3'),
    ('tc_product.nulls', 'unique fields may have any number of nulls, and are unique at once') $$,
    'what would make a rule weaker, or become weaker, is left');
select is((select f.validation_rules from tenant_shop.thing_class_fields f where f.name = 'price'), '{"min": 0, "exclusiveMax": 1000.5}', 'and rules are as they were');
select * from finish();
rollback;
