-- The dry run of many things says of each what the dry run of one says, and of a list what two of its elements have in common.
begin;
select plan(9);
select thing.create_tenant('rt');
select thing.migrate('rt', '[{"op": "create_class", "class": "C", "fields": [
    {"name": "code", "type": "text", "rules": {"required": true, "unique": true, "maxLength": 5}}, {"name": "n", "type": "integer", "default": 1, "rules": {"max": 9}},
    {"name": "day", "type": "date"}, {"name": "select", "type": "text"}, {"name": "tags", "type": "references", "target": "C"}],
    "uniques": [{"name": "pair", "fields": ["select", "day"]}]},
    {"op": "create_class", "class": "Bare", "fields": []}, {"op": "create_class", "class": "Ghost", "abstract": true}]');
insert into tenant_rt.tc_c (code, "select", day) values ('a', 'x', '2024-01-01');
create function pg_temp.said(p_things jsonb) returns jsonb language sql as $$
    select jsonb_agg(jsonb_build_array(m.n, (select string_agg(concat_ws(' ', v ->> 'field', v ->> 'rule'), ', ' order by v ->> 'rule') from jsonb_array_elements(m.violations) v)) order by m.n)
      from thing.validate_many('rt', 'C', p_things) m
$$;
select is(pg_temp.said('[{"code": "b"}, {"code": "c", "n": null}]'), null, 'nothing is wrong');
select is(pg_temp.said('[{"code": "b"}, {"code": "a"}, {"code": "b", "n": 10}, {}, {"code": "toolong", "select": "x", "day": "2024-01-01"}]'),
    '[[2, "code unique"], [3, "n max, code unique"], [4, "code required"], [5, "code maxLength, unique"]]', 'each element, and what is given twice');
select is(pg_temp.said('[{"code": "b", "select": "y", "day": "2024-02-02"}, {"code": "c", "select": "y"}, {"code": "d", "select": "y", "day": "2024-02-02"}]'),
    '[[3, "unique"]]', 'a combination; an absent value clashes with none');
select is(pg_temp.said('[{"code": "b", "day": "never"}, {"code": "a"}, {"code": "toolong"}, {"code": "c", "n": "x"}, {"code": "d"}]'),
    '[[1, "day type"], [2, "code unique"], [3, "code maxLength"], [4, "n type"]]', 'values that do not fit their types');
select is((select max(m.n) from thing.validate_many('rt', 'C', (select jsonb_agg('{"day": "never"}'::jsonb) from generate_series(1, 100))) m), 20, 'of those, 20 are told');
select is((select jsonb_agg(m.n) from thing.validate_many('rt', 'C', jsonb_build_array(p)) m where m.violations = thing.validate('rt', 'C', p)), '[1]', p::text)
  from (values ('{"code": "toolong", "n": 10}'::jsonb)) v (p);
select is((select count(*) from thing.validate_many('rt', 'Bare', '[{}, {}]')), 0::bigint, 'a class without fields');
select throws_ok($$ select thing.validate_many('rt', 'Ghost', '[{}]') $$, 'TB020', null, 'an abstract class has no things');
select is(pg_temp.said(jsonb_build_array('{"code": "b"}'::jsonb, jsonb_build_object('code', 'toolong', 'tags', jsonb_build_array(c.id, gen_random_uuid())), jsonb_build_object('code', 'd', 'tags', jsonb_build_array(c.id)))),
    '[[2, "code maxLength, tags reference"]]', 'references to nothing') from tenant_rt.tc_c c;
select * from finish();
rollback;
