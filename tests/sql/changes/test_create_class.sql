-- A class is a real table with its system columns, and its document says what was asked for.
begin;
select plan(9);
select thing.create_tenant('shop');
select lives_ok($$ select thing.create_class('shop', 'OrderLine',
    '[{"name": "unitPrice", "type": "decimal", "params": {"precision": 10, "scale": 2, "round": true}, "required": true},
      {"name": "note", "type": "text", "label": "Any \"text\" ''will'' do; --"}]', label => 'Order line') $$);
select has_table('tenant_shop', 'tc_order_line', 'the table has a name in snake case');
select columns_are('tenant_shop', 'tc_order_line',
    array['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by', 'unit_price', 'note']);
select col_is_pk('tenant_shop', 'tc_order_line', 'id', 'id is the primary key');
select col_not_null('tenant_shop', 'tc_order_line', 'unit_price', 'required is a native NOT NULL');
select col_type_is('tenant_shop', 'tc_order_line', 'unit_price', 'numeric(10,2)', 'parameters reach the column');
insert into tenant_shop.tc_order_line (unit_price) values (1.5);
select is((select count(*) from tenant_shop.thing_instances), 1::bigint, 'a thing has its instance row');
select is(thing.document('shop') -> 'classes' -> 0 -> 'fields' -> 1 ->> 'label', 'Any "text" ''will'' do; --', 'a label comes back as it was');
select throws_ok($$ select thing.create_class('shop', 'OrderLine') $$, 'TB011', null, 'a name is taken once');
select * from finish();
rollback;
