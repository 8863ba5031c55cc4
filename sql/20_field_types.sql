-- The field types. Adding one is adding a row here (and, for a new GraphQL scalar, one scalar in Python).
--
-- Templates: {value} stands for an expression (jsonb in from_json, the column in to_json), {schema} for the schema of the
-- type's extension, {<param>} for a parameter. `params` and rule arguments share one small schema language: see thing.rules.
create table if not exists thing.field_types (
    name             text primary key check (name ~ '^[a-z][A-Za-z]*$'),
    position         integer not null,
    category         text not null,
    pg_type          text,
    pg_modifier      text,
    graphql_scalar   text not null,
    json_kind        text not null check (json_kind in ('string', 'number', 'boolean', 'array', 'object', 'any')),
    json_input       text[] not null,
    operators        text[] not null,
    index_method     text,
    search_method    text,
    search_extension text,
    extension        text,
    params           jsonb not null default '{}',
    rules            jsonb not null default '{}',
    from_json        text,
    to_json          text,
    expects          text not null,
    description      text not null,
    builtin          boolean not null default false,
    takes            text,
    case_method      text,
    compared_as      text,
    item             text
);
comment on table thing.field_types is 'Registry of field types: one row makes a type.';
comment on column thing.field_types.category is 'What rules and comparisons look at: types of one category share rules.';
comment on column thing.field_types.pg_type is 'Column type without its modifier; null: the type has no column (a join table holds it).';
comment on column thing.field_types.pg_modifier is 'Type modifier, used when every parameter that it names is given, and round where the type takes that.';
comment on column thing.field_types.json_kind is 'JSON kind of the value on output.';
comment on column thing.field_types.json_input is 'JSON kinds accepted on input, as jsonb_typeof names them.';
comment on column thing.field_types.operators is 'Filter operators of the API.';
comment on column thing.field_types.index_method is 'Index by default: template over {column}; null: not indexable.';
comment on column thing.field_types.search_method is 'Index of a searchable field: template over {column}; null: not searchable.';
comment on column thing.field_types.search_extension is 'Extension without which the type is not searchable.';
comment on column thing.field_types.extension is 'Extension without which the type is off (EXTENSION_MISSING).';
comment on column thing.field_types.params is 'Parameters: name -> schema.';
comment on column thing.field_types.rules is 'Rules the type brings along; {"$param": name} takes the value of a parameter (thing.type_rule). A field may switch one off by null.';
comment on column thing.field_types.from_json is 'SQL template: jsonb expression -> value of pg_type.';
comment on column thing.field_types.to_json is 'SQL template: value of pg_type -> jsonb.';
comment on column thing.field_types.expects is 'What the message says when a value is not of the type: "must be <expects>".';
comment on column thing.field_types.takes is
    'Regular expression of the whole text that a value is read from; null: any that PostgreSQL reads. from_json holds values to it, the API the operands of filters.';
comment on column thing.field_types.case_method is 'Index of an indexed field for operators that ignore case: template over {column}; null: it has none.';
comment on column thing.field_types.compared_as is
    'Template over {column}: what is equal in values that are the same, for eq, in, unique and upserts; null: the value itself.';
comment on column thing.field_types.item is 'Field type of the items of a list, whose rules, JSON and operands they have; null: no list of values.';
grant select on thing.field_types to thing_admin, thing_tenant;

delete from thing.field_types where builtin;
insert into thing.field_types
    (builtin, position, name, category, pg_type, pg_modifier, graphql_scalar, json_kind, json_input, operators,
     index_method, search_method, search_extension, extension, params, rules,
     from_json, to_json, expects, description, takes, case_method, compared_as)
-- ISO 8601, RFC 9562 and the numbers of JSON, and nothing else that PostgreSQL would read ("tomorrow", "01/02/2026", "0x1f"): a text means
-- the same with every setting and version. Beyond it only what a value of ours is written as: years after 9999 or before Christ, and what
-- the rule "finite" keeps out.
with takes (pg_type, pattern) as (values
    ('date', '(?:[0-9]{4}|[1-9][0-9]{4,6})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?: BC)?|-?infinity'),
    ('time', '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?|24:00(?::00)?'),
    ('timestamptz', '(?:[0-9]{4}|[1-9][0-9]{4,5})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?'
        '(?:[Zz]|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9](?::[0-5][0-9])?)?)(?: BC)?|-?infinity'),
    ('uuid', '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'),
    ('bigint', '-?(?:0|[1-9][0-9]{0,18})'),
    ('numeric', '-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?|NaN|-?Infinity')
), checked as (
    select k.pg_type, k.pattern, format('(case when {text} !~ %L then '''' else {text} end)', '^(?:' || k.pattern || ')$') as sql from takes k
)
select true, row_number() over (order by t.n), t.name, t.category, t.pg_type, t.pg_modifier, t.scalar, t.json_kind, t.json_input::text[],
       case when t.pg_type is null then '{some,every,none}' else case t.category
           when 'text'     then '{eq,ne,in,notIn,isNull,lt,lte,gt,gte,contains,startsWith,endsWith,like,ieq,iin,icontains,istartsWith,iendsWith,ilike,search,similar}'
           when 'number'   then '{eq,ne,in,notIn,isNull,lt,lte,gt,gte}'
           when 'date'     then '{eq,ne,in,notIn,isNull,lt,lte,gt,gte}'
           when 'time'     then '{eq,ne,in,notIn,isNull,lt,lte,gt,gte}'
           when 'datetime' then '{eq,ne,in,notIn,isNull,lt,lte,gt,gte}'
           when 'boolean'  then '{eq,ne,in,notIn,isNull}'
           when 'json'     then '{eq,ne,in,notIn,isNull,contains,hasKey,at}'
           when 'geometry' then '{isNull,intersects,within,contains,near}'
           when 'tree'     then '{eq,ne,in,notIn,isNull,ancestorOf,descendantOf,matches}'
           when 'vector'   then '{isNull,near}'
           when 'range'    then '{eq,ne,in,notIn,isNull,overlaps,contains,containedBy,containsValue}'
           else                 '{eq,ne,in,notIn,isNull}'
       end end::text[],
       t.index_method || ' ({column}' || coalesce(' ' || t.index_opclass, '') || ')',
       case when t.category = 'text' then 'gin (thing.fold_case({column}) COLLATE "C" gin_trgm_ops, thing.search_words({column}), thing.similar_text({column}) COLLATE "C" gin_trgm_ops)' end,
       case when t.category = 'text' then 'pg_trgm' end,
       t.extension, t.params::jsonb, t.rules::jsonb,
       -- All ranges read and write {"from", "to", "bounds"}: bounds is "[)" when absent, "empty" for the empty range.
       -- (from_json of a range row holds the type of its bounds, to_json the type that they are written as.)
       -- (A key that is none is refused by reading no text at all as a range: it is a bound, misspelled.)
       case when t.category = 'range' then replace(replace(replace(replace(
           'case when jsonb_typeof({value}) = ''object'' then case when {value} - ''from'' - ''to'' - ''bounds'' <> ''{}'' then left({value}::text, 0)::{range}'
           ' when {value} ->> ''bounds'' = ''empty'' then ''empty''::{range}'
           ' else {range}({from}::{bound}, {to}::{bound}, coalesce({value} ->> ''bounds'', ''[)'')) end end',
           '{range}', t.pg_type), '{bound}', t.from_json), '{from}', replace(c.sql, '{text}', '({value} ->> ''from'')')),
           '{to}', replace(c.sql, '{text}', '({value} ->> ''to'')'))
       when c.sql is not null then replace(t.from_json, '({value} #>> ''{}'')', replace(c.sql, '{text}', '({value} #>> ''{}'')'))
       else t.from_json end,
       case when t.category = 'range' then replace(
           'case when {value} is not null then jsonb_build_object(''from'', lower({value})::{bound}, ''to'', upper({value})::{bound}, ''bounds'','
           ' case when isempty({value}) then ''empty'' else case when lower_inc({value}) then ''['' else ''('' end'
           ' || case when upper_inc({value}) then '']'' else '')'' end end) end',
           '{bound}', t.to_json)
       else coalesce(t.to_json, 'to_jsonb({value})') end,
       t.expects, t.description, case when t.category <> 'range' then c.pattern end,
       case when t.category = 'text' then 'btree (thing.fold_case({column}) COLLATE "C")' end,
       case when t.name = 'email' then 'thing.fold_case({column}) COLLATE "C"' end
  from (values
    (1, 'text', 'text', 'text', null, 'String', 'string', '{string}', 'btree', null, null, '{"collation": {"kind": "collation", "optional": true}}', '{}',
        '({value} #>> ''{}'')', null, 'a text', 'Text of any length.'),
    (2, 'integer', 'number', 'integer', null, 'Int', 'number', '{number}', 'btree', null, null, '{}', '{}',
        '({value} #>> ''{}'')::integer', null, 'a whole number from -2147483648 to 2147483647', 'A whole number of 32 bits.'),
    (3, 'bigint', 'number', 'bigint', null, 'BigInt', 'string', '{number,string}', 'btree', null, null, '{}', '{}',
        '({value} #>> ''{}'')::bigint', 'to_jsonb({value}::text)', 'a whole number of 64 bits',
        'A whole number of 64 bits; a string in JSON, where numbers beyond 2^53 lose digits.'),
    (4, 'decimal', 'number', 'numeric', '({precision},{scale})', 'Decimal', 'string', '{number,string}', 'btree', null, null,
        '{"precision": {"kind": "integer", "min": 1, "max": 1000, "optional": true}, "scale": {"kind": "integer", "min": 0, "max": 1000, "optional": true, "default": 0, "atMost": "precision"}, "round": {"kind": "flag", "optional": true, "needs": "precision"}}',
        -- (Where nothing may be rounded, rules hold precision and scale: a column of type numeric(p,s) rounds before any trigger sees the value.)
        '{"finite": true, "scale": {"$param": "scale", "with": "precision", "default": 0, "unless": "round"}, "wholeDigits": {"$param": "precision", "minus": "scale", "unless": "round"}}',
        '({value} #>> ''{}'')::numeric', 'to_jsonb({value}::text)', 'a decimal number',
        'An exact number, money for example; a string in JSON, with at least scale digits after the point. A value that precision and scale do not hold is refused, or, with round, rounded to scale digits.'),
    (5, 'float', 'number', 'double precision', null, 'Float', 'number', '{number}', 'btree', null, null, '{}', '{"finite": true}',
        '({value} #>> ''{}'')::double precision', null, 'a number', 'A floating-point number of 64 bits.'),
    (6, 'boolean', 'boolean', 'boolean', null, 'Boolean', 'boolean', '{boolean}', 'btree', null, null, '{}', '{}',
        '({value} #>> ''{}'')::boolean', null, 'true or false', 'True or false.'),
    (7, 'date', 'date', 'date', null, 'Date', 'string', '{string}', 'btree', null, null, '{}', '{"finite": true}',
        '({value} #>> ''{}'')::date', null, 'a date like 2024-02-29', 'A calendar day.'),
    (8, 'time', 'time', 'time', null, 'Time', 'string', '{string}', 'btree', null, null, '{}', '{}',
        '({value} #>> ''{}'')::time', null, 'a time of day like 23:59:00', 'A time of day, without a zone.'),
    (9, 'datetime', 'datetime', 'timestamptz', null, 'DateTime', 'string', '{string}', 'btree', null, null, '{}', '{"finite": true}',
        '({value} #>> ''{}'')::timestamptz', null, 'a point in time like 2024-02-29T23:59:00Z', 'A point in time, kept in UTC with microseconds.'),
    (10, 'uuid', 'uuid', 'uuid', null, 'UUID', 'string', '{string}', 'btree', null, null, '{}', '{}',
        '({value} #>> ''{}'')::uuid', null, 'a UUID', 'A universally unique identifier.'),
    (11, 'json', 'json', 'jsonb', null, 'JSON', 'any', '{object,array,string,number,boolean}', 'gin', 'jsonb_path_ops', null, '{}', '{"oneNull": true}',
        'nullif({value}, ''null''::jsonb)', '{value}', 'JSON', 'Any JSON value; the JSON null is kept as no value.'),
    (12, 'select', 'select', 'text', null, 'Enum', 'string', '{string}', 'btree', null, null,
        '{"values": {"kind": "names"}}', '{"oneOf": {"$param": "values"}}',
        '({value} #>> ''{}'')', null, 'a text', 'One of a list of names; a GraphQL enum.'),
    (13, 'email', 'text', 'text', null, 'String', 'string', '{string}', 'btree', null, null, '{"collation": {"kind": "collation", "optional": true}}', '{"format": "email"}',
        '({value} #>> ''{}'')', null, 'a text', 'An e-mail address.'),
    (14, 'url', 'text', 'text', null, 'String', 'string', '{string}', 'btree', null, null, '{"collation": {"kind": "collation", "optional": true}}', '{"format": "url"}',
        '({value} #>> ''{}'')', null, 'a text', 'A web address (http or https).'),
    (15, 'reference', 'reference', 'uuid', null, 'ID', 'string', '{string}', 'btree', null, null, '{}', '{}',
        '({value} #>> ''{}'')::uuid', null, 'the id of a thing', 'A reference to one thing of a class, or of any class.'),
    (16, 'references', 'reference', null, null, '[ID!]', 'array', '{array}', null, null, null, '{}', '{}',
        null, null, 'a list of ids of things', 'References to any number of things; they stand in a join table.'),
    (17, 'geometry', 'geometry', '{schema}.geometry', '({geometryType},{srid})', 'GeoJSON', 'object', '{object}', 'gist', null, 'postgis',
        '{"geometryType": {"kind": "choice", "optional": true, "default": "Geometry", "choices": ["Geometry", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"]}, "srid": {"kind": "integer", "min": 0, "max": 999999, "optional": true, "default": 4326}}',
        '{"wellFormed": true}',
        -- (PostGIS takes texts and nulls for numbers. No text at all is no JSON.)
        '{schema}.st_setsrid({schema}.st_geomfromgeojson(case when jsonb_typeof({value}) <> ''object'' then null'
        ' when ({value} -> ''coordinates'')::text ~ ''[^][0-9eE+., -]'''
        ' or jsonb_path_exists({value}, ''$.geometries.**.coordinates.** ? (@.type() <> "number" && @.type() <> "array")'') then left({value}::text, 0)::jsonb'
        ' else {value} end), {srid})',
        '({schema}.st_asgeojson({value}, 15))::jsonb', 'a GeoJSON geometry', 'A geometry of PostGIS; GeoJSON in and out.'),
    (18, 'tree', 'tree', '{schema}.ltree', null, 'String', 'string', '{string}', 'gist', null, 'ltree', '{}', '{"maxLevels": 1000}',
        '({value} #>> ''{}'')::{schema}.ltree', 'to_jsonb({value}::text)', 'a path of labels like Top.Science.Astronomy',
        'A place in a tree of labels (ltree).'),
    (19, 'vector', 'vector', '{schema}.vector', '({dimensions})', '[Float!]', 'array', '{array}', 'hnsw', 'vector_cosine_ops', 'vector',
        '{"dimensions": {"kind": "integer", "min": 1, "max": 2000}}', '{}',
        '(nullif({value}, ''null''::jsonb)::text)::{schema}.vector', '({value}::text)::jsonb', 'a list of numbers, one for each dimension',
        'An embedding (pgvector), indexed for cosine distance.'),
    (20, 'integerRange', 'range', 'int8range', null, 'Range', 'object', '{object}', 'gist', null, null, '{}', '{}',
        'bigint', 'text', 'a range of whole numbers like {"from": 1, "to": 10}', 'A range of whole numbers.'),
    (21, 'decimalRange', 'range', 'numrange', null, 'Range', 'object', '{object}', 'gist', null, null, '{}', '{}',
        'numeric', 'text', 'a range of numbers like {"from": 1.5, "to": 10}', 'A range of decimal numbers.'),
    (22, 'dateRange', 'range', 'daterange', null, 'Range', 'object', '{object}', 'gist', null, null, '{}', '{}',
        'date', 'date', 'a range of dates like {"from": "2024-01-01", "to": "2024-02-01"}', 'A range of days.'),
    (23, 'datetimeRange', 'range', 'tstzrange', null, 'Range', 'object', '{object}', 'gist', null, null, '{}', '{}',
        'timestamptz', 'timestamptz', 'a range of times like {"from": "2024-01-01T08:00:00Z", "to": null}', 'A range of points in time.')
  ) as t (n, name, category, pg_type, pg_modifier, scalar, json_kind, json_input, index_method, index_opclass, extension, params, rules,
          from_json, to_json, expects, description)
  left join checked c on c.pg_type = case t.category when 'range' then t.from_json else t.pg_type end
on conflict (name) do nothing;

-- Lists: an array of what another type holds. All of such a type follows from that of its items. (A list of choices has its parameters, too.)
insert into thing.field_types
    (builtin, position, name, category, pg_type, graphql_scalar, json_kind, json_input, operators, index_method, params, rules,
     from_json, to_json, expects, description, item)
select true, 100 + i.position, l.name, 'list', i.pg_type || '[]', '[' || i.graphql_scalar || '!]', 'array', '{array}',
       '{eq,ne,isNull,has,hasAny,hasAll}', 'gin ({column})', case when i.pg_modifier is null and i.params <> '{}' and not i.params ? 'collation' then i.params else '{}' end,
       jsonb_build_object('plainList', true, 'maxItems', 1000) || case when i.rules <> '{}' then jsonb_build_object('items', i.rules) else '{}' end,
       format('case jsonb_typeof({value}) when ''array'' then array(select %s) end', case i.from_json
           when '({value} #>> ''{}'')' then 'jsonb_array_elements_text({value})'     -- the same, and quicker
           else replace(i.from_json, '{value}', '_i._value') || ' from jsonb_array_elements({value}) _i (_value)' end),
       replace(i.to_json, '::text)', '::text[])'), l.expects, l.description, i.name
  from (values
    ('text', 'textList', 'a list of texts', 'A list of texts.'),
    ('integer', 'integerList', 'a list of whole numbers from -2147483648 to 2147483647', 'A list of whole numbers of 32 bits.'),
    ('bigint', 'bigintList', 'a list of whole numbers of 64 bits', 'A list of whole numbers of 64 bits; strings in JSON.'),
    ('decimal', 'decimalList', 'a list of decimal numbers', 'A list of exact numbers; strings in JSON.'),
    ('float', 'floatList', 'a list of numbers', 'A list of floating-point numbers of 64 bits.'),
    ('date', 'dateList', 'a list of dates like 2024-02-29', 'A list of calendar days.'),
    ('time', 'timeList', 'a list of times of day like 23:59:00', 'A list of times of day, without a zone.'),
    ('datetime', 'datetimeList', 'a list of points in time like 2024-02-29T23:59:00Z', 'A list of points in time.'),
    ('uuid', 'uuidList', 'a list of UUIDs', 'A list of universally unique identifiers.'),
    ('select', 'multiselect', 'a list of texts', 'Any of a list of names; a list of a GraphQL enum.')
  ) as l (item, name, expects, description)
  join thing.field_types i on i.name = l.item
on conflict (name) do nothing;
