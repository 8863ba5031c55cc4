-- Figures of lists in expressions: of references, of to-many fields from both ends, through families; formulas of them.
begin;
select plan(19);
select thing.create_tenant('rolls');
select thing.migrate('rolls', '[
    {"op": "create_class", "class": "Tag", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Invoice", "fields": [{"name": "rate", "type": "decimal"},
        {"name": "tags", "type": "references", "target": "Tag"}]},
    {"op": "create_class", "class": "Line", "fields": [{"name": "quantity", "type": "integer"},
        {"name": "price", "type": "decimal"}, {"name": "gift", "type": "boolean", "default": false},
        {"name": "invoice", "type": "reference", "target": "Invoice"},
        {"name": "net", "type": "decimal", "expression": "quantity * price"}]},
    {"op": "add_field", "class": "Invoice", "field": {"name": "total", "type": "decimal", "expression":
        "coalesce(sum(lines.net * (1 + rate) where not lines.gift), 0)"}},
    {"op": "add_field", "class": "Invoice", "field": {"name": "size", "type": "integer",
        "expression": "count(lines) + count(tags)"}},
    {"op": "add_field", "class": "Line", "field": {"name": "share", "type": "decimal",
        "expression": "round(net / invoice.total, 2)"}},
    {"op": "add_field", "class": "Invoice", "field": {"name": "top", "type": "decimal",
        "expression": "max(lines.share)"}},
    {"op": "add_field", "class": "Tag", "field": {"name": "worth", "type": "decimal",
        "expression": "sum(invoices.total)"}},
    {"op": "add_field", "class": "Line", "field": {"name": "peers", "type": "integer",
        "expression": "count(invoice.lines where invoice.lines.quantity > quantity)"}}]');
select set_config('search_path', 'tenant_rolls, ' || current_setting('search_path'), true);
-- What the API reads a field of a class as, over its rows.
create function pg_temp.read(p_class text, p_field text, p_order text default 'created_at') returns text
language plpgsql as $$
declare
    v_class record;
    v_sql text;
    v_result text;
begin
    select c.entry::jsonb ->> 'table' as name, coalesce(replace(f ->> 'computedSql', '{row}', 'r'), 'r.' || (f ->> 'column'))
           as sql into v_class
      from thing_classes c cross join jsonb_array_elements(c.entry::jsonb -> 'fields') f
     where c.name = p_class and f ->> 'name' = p_field;
    execute format('select string_agg(coalesce(trim_scale((%s)::text::numeric)::text, ''-''), '' '' order by r.%s) from %I r',
        v_class.sql, p_order, v_class.name) into v_result;
    return v_result;
end $$;
insert into tc_invoice (id, rate, created_at) select format('00000000-0000-7000-8000-00000000000%s', n)::uuid, r,
    now() + n * interval '1 s' from (values (1, 0.25), (2, 0.5), (3, null)) i (n, r);
insert into tc_line (quantity, price, gift, invoice, created_at)
select q, p, g, format('00000000-0000-7000-8000-00000000000%s', i)::uuid, now() + q * interval '1 s'
  from (values (1, 10, false, 1), (2, 5.5, false, 1), (3, 100, true, 1), (4, 2, false, 2)) l (q, p, g, i);
insert into tc_tag (name) values ('a'), ('b');
insert into tj_2_tags (source_id, target_id) select i.id, t.id from tc_invoice i, tc_tag t where t.name = 'a' or i.rate = 0.5;
select is(pg_temp.read('Invoice', 'total'), '26.25 12 0', 'a sum of what is computed, with a condition and an own field');
select is(pg_temp.read('Invoice', 'size'), '4 3 1', 'two lists in one formula');
select is(pg_temp.read('Line', 'share'), '0.38 0.42 11.43 0.67', 'a formula of a figure of a formula');
select is(pg_temp.read('Invoice', 'top'), '11.43 0.67 -', 'and a figure of that');
select is(pg_temp.read('Tag', 'worth', 'name'), '38.25 12', 'a list of what refers by a to-many field');
select is(pg_temp.read('Line', 'peers'), '2 1 0 0', 'a list behind a reference, beside own fields');
select is((select string_agg(f.value ->> 'expression', ' | ' order by f.value ->> 'name')
             from jsonb_array_elements(thing.document('rolls') -> 'classes') c,
                  jsonb_array_elements(c.value -> 'fields') f where f.value ? 'expression'),
    'quantity * price | count(invoice.lines where invoice.lines.quantity > quantity) | round(net / invoice.total, 2) | '
    'count(lines) + count(tags) | max(lines.share) | coalesce(sum(lines.net * (1 + rate) where not lines.gift), 0) | '
    'sum(invoices.total)', 'each is written as it was');
select is(thing.diff('rolls', thing.document('rolls')), '[]', 'a document says all of it');
select thing.create_class('rolls', 'Discount', extends => 'Line');
insert into tc_discount (quantity, price, invoice) values (1, -4, '00000000-0000-7000-8000-000000000002');
select is(pg_temp.read('Invoice', 'total'), '26.25 6 0', 'a class that extends another comes into its figures');
select is(pg_temp.read('Tag', 'worth', 'name'), '32.25 6', 'and into figures of these');
select thing.drop_class('rolls', 'Discount');
select is(pg_temp.read('Tag', 'worth', 'name'), '38.25 12', 'a dropped one goes');
select thing.rename_field('rolls', 'Line', 'invoice', 'bill');
select throws_ok($$select thing.drop_field('rolls', 'Line', 'bill')$$, 'TB034', null, 'what makes the list stays');
select throws_ok($$select thing.drop_class('rolls', 'Line')$$, 'TB034', null, 'and its class');
select throws_ok($$select thing.add_field('rolls', 'Line', 'x', 'decimal', expression => 'sum(bill.lines.x)')$$,
    'TB02A', 'a computed field cannot be made of itself: x -> x', 'a figure of itself is refused');
select throws_ok($$select thing.alter_field('rolls', 'Line', 'net', '{"expression": "bill.total"}')$$,
    'TB02A', 'a computed field cannot be made of itself: net -> total -> net', 'also by way of others');
select throws_ok($$select thing.add_field('rolls', 'Invoice', 'x', 'decimal', expression => 'sum(rate)')$$,
    'TB02A', 'sum is the figure of a list, and no list is named in it (at 1)', 'a list must be named');
select throws_ok($$select thing.add_field('rolls', 'Invoice', 'x', 'decimal', expression => 'lines.price')$$, 'TB02A', null,
    'a list is no value');
select thing.create_tenant('rolls2');
select lives_ok($$select thing.migrate('rolls2', thing.diff('rolls2', thing.document('rolls')))$$,
    'a document makes them in another tenant');
select is(thing.document('rolls2') -> 'classes', thing.document('rolls') -> 'classes', 'the same');
select * from finish();
rollback;
