-- Every field type: its column, JSON to value and back, and what it refuses.
begin;
create temporary table cases (type text, params jsonb, column_type text, good jsonb, shown jsonb, bad jsonb);
insert into cases values
    ('text', '{}', 'text', '"a"', '"a"', '1'),
    ('integer', '{}', 'integer', '-2147483648', '-2147483648', '2147483648'),
    ('integer', '{}', 'integer', '5', '5', '5.5'),
    ('bigint', '{}', 'bigint', '"9007199254740993"', '"9007199254740993"', '"9223372036854775808"'),
    ('decimal', '{}', 'numeric', '"0.10"', '"0.10"', '"1,5"'),
    ('decimal', '{"precision": 5, "scale": 2}', 'numeric', '1.5', '"1.50"', '"a"'),
    ('decimal', '{"precision": 5, "scale": 2, "round": true}', 'numeric(5,2)', '1.005', '"1.01"', '1000'),
    ('decimal', '{"precision": 3, "round": true}', 'numeric(3,0)', '999', '"999"', '1000'),
    ('float', '{}', 'double precision', '0.1', '0.1', '"NaN"'),
    ('boolean', '{}', 'boolean', 'false', 'false', '"yes"'),
    ('date', '{}', 'date', '"2024-02-29"', '"2024-02-29"', '"2023-02-29"'),
    ('time', '{}', 'time', '"23:59:00.5"', '"23:59:00.5"', '"25:00"'),
    ('datetime', '{}', 'timestamptz', '"2024-02-29T12:00:00+02:00"', '"2024-02-29T10:00:00+00:00"', '"noon"'),
    ('uuid', '{}', 'uuid', '"01890a5d-ac96-774b-bcce-b302099a8057"', '"01890a5d-ac96-774b-bcce-b302099a8057"', '"x"'),
    ('json', '{}', 'jsonb', '{"a": [1]}', '{"a": [1]}', null),
    ('select', '{"values": ["draft", "live"]}', 'text', '"draft"', '"draft"', '["draft"]'),
    ('multiselect', '{"values": ["a", "b"]}', 'text[]', '["b", "a"]', '["b", "a"]', '["a", 1]'),
    ('textList', '{}', 'text[]', '["b", "", "a", "a"]', '["b", "", "a", "a"]', '["a", 1]'),
    ('textList', '{}', 'text[]', '[]', '[]', '["a", null]'),
    ('textList', '{}', 'text[]', '["null", "{}"]', '["null", "{}"]', '"a"'),
    ('integerList', '{}', 'integer[]', '[3, 1, -2147483648]', '[3, 1, -2147483648]', '[1, 2147483648]'),
    ('integerList', '{}', 'integer[]', '[]', '[]', '[[1], [2]]'),
    ('bigintList', '{}', 'bigint[]', '["9007199254740993", 2]', '["9007199254740993", "2"]', '["0x1f"]'),
    ('decimalList', '{}', 'numeric[]', '["0.10", 1e2]', '["0.10", "100"]', '["1,5"]'),
    ('floatList', '{}', 'double precision[]', '[0.1, 1e100]', '[0.1, 1e100]', '["NaN"]'),
    ('dateList', '{}', 'date[]', '["2024-02-29"]', '["2024-02-29"]', '["2024-02-29", "tomorrow"]'),
    ('timeList', '{}', 'time[]', '["23:59:00.5"]', '["23:59:00.5"]', '["noon"]'),
    ('datetimeList', '{}', 'timestamptz[]', '["2024-02-29T12:00:00+02:00"]', '["2024-02-29T10:00:00+00:00"]', '["2024-02-29"]'),
    ('uuidList', '{}', 'uuid[]', '["01890a5d-ac96-774b-bcce-b302099a8057"]', '["01890a5d-ac96-774b-bcce-b302099a8057"]', '["x"]'),
    ('email', '{}', 'text', '"a@b.co"', '"a@b.co"', '{}'),
    ('url', '{}', 'text', '"http://a.b"', '"http://a.b"', 'true'),
    ('reference', '{}', 'uuid', '"01890a5d-ac96-774b-bcce-b302099a8057"', '"01890a5d-ac96-774b-bcce-b302099a8057"', '1'),
    ('tree', '{}', 'public.ltree', '"Top.Science"', '"Top.Science"', '"a b"'),
    ('vector', '{"dimensions": 2}', 'public.vector(2)', '[1, 2.5]', '[1, 2.5]', '[1]'),
    ('integerRange', '{}', 'int8range', '{"from": 1, "to": 3, "bounds": "[]"}', '{"from": "1", "to": "4", "bounds": "[)"}', '{"from": 3, "to": 1}'),
    ('decimalRange', '{}', 'numrange', '{"from": 1.5, "bounds": "(]"}', '{"from": "1.5", "to": null, "bounds": "()"}', '"[1,2)"'),
    ('decimalRange', '{}', 'numrange', '{"bounds": "empty"}', '{"from": null, "to": null, "bounds": "empty"}', '{"bounds": "x"}'),
    ('dateRange', '{}', 'daterange', '{"from": "2024-01-01", "to": "2024-02-01"}', '{"from": "2024-01-01", "to": "2024-02-01", "bounds": "[)"}', '[]'),
    ('datetimeRange', '{}', 'tstzrange', '{"from": "2024-01-01T00:00:00Z"}', '{"from": "2024-01-01T00:00:00+00:00", "to": null, "bounds": "[)"}', '{"from": "x"}');
delete from cases c using thing.field_types t where t.name = c.type and t.extension is not null and thing.extension_schema(t.extension) is null;
set timezone = 'UTC';

create function pg_temp.there_and_back(p_type text, p_params jsonb, p_value jsonb) returns jsonb language plpgsql as $$
declare v_result jsonb;
begin
    execute format('select %s from (select cast(%s as %s) as v) s', thing.to_json_sql(p_type, p_params, 's.v'),
        thing.from_json_sql(p_type, p_params, '$1'), thing.column_type(p_type, p_params)) into v_result using p_value;
    return v_result;
end
$$;

-- What PostgreSQL reads and nobody should write.
create temporary table texts (type text, good text[], bad text[]);
insert into texts values
    ('date', '{2024-02-29,0001-01-01,9999-12-31,10000-01-01,"0044-03-15 BC",infinity,-infinity}',
        '{01/02/2026,tomorrow,now,today,epoch,J2459000,20240229,2024-2-9,24-02-09,"2024-02-09 ",2024-02-09T00:00:00,2024.02.09,"Feb 9, 2024",0000-01-01,2023-02-29,2024-W09-4,2024-060,""}'),
    ('time', '{00:00,23:59:59,23:59:59.123456789,24:00:00}', '{now,noon,allballs,"4 pm",04:05:06Z,04:05:06+02,040506,4:05,23:59:60,24:01,T12:00,""}'),
    ('datetime', '{2024-02-29T23:59:00Z,2024-02-29t23:59z,2024-02-29T23:59:00.123456789+05:30,2024-02-29T23:59:00-0330,2024-02-29T23:59:00+02,"0044-03-15T00:00:00+00:00 BC",infinity}',
        '{2024-02-29,2024-02-29T23:59:00,"2024-02-29 23:59:00Z",now,yesterday,epoch,"2024-02-29T23:59:00 Europe/Oslo","2024-02-29T23:59:00 PST",2024-02-30T00:00:00Z,2024-02-29T24:00:00Z,"29.02.2024 23:59Z",J2459000,20240229T235900Z}'),
    ('uuid', '{01890a5d-ac96-774b-bcce-b302099a8057,01890A5D-AC96-774B-BCCE-B302099A8057}',
        '{01890a5dac96774bbcceb302099a8057,"{01890a5d-ac96-774b-bcce-b302099a8057}",0189-0a5d-ac96-774b-bcce-b302-099a-8057," 01890a5d-ac96-774b-bcce-b302099a8057"}'),
    ('reference', '{01890a5d-ac96-774b-bcce-b302099a8057}', '{01890a5dac96774bbcceb302099a8057,x}'),
    ('bigint', '{0,-1,9223372036854775807,-9223372036854775808}', '{" 1","1 ",+1,01,0x1f,0b1,1_000,1e3,1.0,9223372036854775808,NaN,""}'),
    ('decimal', '{0,-1.50,1e3,1.5E-7,12345678901234567890.123456789,NaN,Infinity,-Infinity}', '{" 1",+1,.5,5.,01,0x1f,1_000.5,"1,5",inf,nan,+Infinity,""}');

select plan((select 4 * count(*) from cases)::integer + (select sum(cardinality(good) + cardinality(bad)) from texts)::integer + 12);

select is(thing.check_value(type, '{}', to_jsonb(text)), null, format('%s takes %s', type, text)) from texts, unnest(good) text;
select is(thing.check_value(type, '{}', to_jsonb(text)), 'must be ' || (thing.field_type(type)).expects, format('%s refuses %s', type, text)) from texts, unnest(bad) text;
select is_empty($$ select type, text from texts, unnest(good) text
    where thing.check_value(type, '{}', pg_temp.there_and_back(type, '{}', to_jsonb(text))) is not null $$, 'what is written is read again');
select isnt(thing.check_value(type, '{}', value), null, format('%s refuses %s', type, value)) from (values
    ('dateRange', '{"from": "tomorrow"}'::jsonb), ('datetimeRange', '{"form": "2024-01-01T00:00:00Z"}')) v (type, value);


select is(thing.column_type(type, params), column_type, format('%s %s: column', type, params)) from cases;
select is(pg_temp.there_and_back(type, params, good), shown, format('%s %s: there and back', type, params)) from cases;
select is(thing.check_value(type, params, good), null, format('%s takes %s', type, good)) from cases;
select isnt(coalesce(thing.check_value(type, params, bad), case when bad is null then 'x' end), null, format('%s refuses %s', type, bad)) from cases;

select set_eq(
    $$ select name from thing.field_types where pg_type is not null and extension is distinct from 'postgis'
        and (extension is null or thing.extension_schema(extension) is not null) $$,
    $$ select distinct type from cases $$, 'every type with a column has a case');
select is(thing.column_type('references', '{}'), null, 'references have no column');
select is_empty($$ select c.type, 1 from cases c where pg_temp.there_and_back(c.type, c.params, 'null') is not null $$, 'JSON null is no value, in every type');
select is_empty($$ select c.type, 1 from cases c where pg_temp.there_and_back(c.type, c.params, null) is not null $$, 'nothing is no value, in every type');
select throws_ok($$ select thing.column_type('money', '{}') $$, 'TB023', 'field type money does not exist', 'an unknown type');
select throws_ok($$ select thing.column_type('decimal', '{"precision": 2, "scale": 3}') $$, 'TB020', 'type decimal wants scale at most precision', 'parameters that do not go together');
select throws_ok($$ select thing.column_type('select', '{}') $$, 'TB020', 'type select needs the key values', 'a parameter is missing');
select throws_ok($$ select thing.column_type('select', '{"values": ["a b"]}') $$, 'TB020', null, 'values of a select are GraphQL names');
insert into thing.field_types (name, position, category, pg_type, graphql_scalar, json_kind, json_input, operators, extension, expects, description)
values ('hologram', 99, 'hologram', '{schema}.hologram', 'String', 'string', '{string}', '{}', 'holograms', 'a hologram', 'x');
select throws_ok($$ select thing.column_type('hologram', '{}') $$, 'TB027',
    'field type hologram needs the extension holograms, which this database does not have', 'a type whose extension is missing names it');

select * from finish();
rollback;
