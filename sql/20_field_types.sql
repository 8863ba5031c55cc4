-- The field types. Adding one is adding a row here (and, for a new GraphQL scalar, one scalar in Python).
--
-- Templates: {value} stands for an expression (jsonb in from_json, the column in to_json), {schema} for the schema of
-- the type's extension, {<param>} for a parameter. `params` and rule arguments share one small schema language: see
-- thing.rules.
delete from thing.field_types where builtin;
insert into thing.field_types
    (builtin, position, name, category, pg_type, pg_modifier, graphql_scalar, json_kind, json_input, operators,
     index_method, search_method, search_extension, extension, params, rules,
     from_json, to_json, expects, description, takes, case_method, compared_as)
-- ISO 8601, RFC 9562 and the numbers of JSON, and nothing else that PostgreSQL would read ("tomorrow", "01/02/2026",
-- "0x1f"): a text means the same with every setting and version. Beyond it only what a value of ours is written as:
-- years after 9999 or before Christ, and what the rule "finite" keeps out.
with takes (pg_type, pattern) as (values
    ('date', '(?:[0-9]{4}|[1-9][0-9]{4,6})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?: BC)?|-?infinity'),
    ('time', '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?|24:00(?::00)?'),
    ('timestamptz',
        '(?:[0-9]{4}|[1-9][0-9]{4,5})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]'
        '(?::[0-5][0-9](?:\.[0-9]{1,9})?)?'
        '(?:[Zz]|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9](?::[0-5][0-9])?)?)(?: BC)?|-?infinity'),
    ('uuid', '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'),
    ('bigint', '-?(?:0|[1-9][0-9]{0,18})'),
    ('numeric', '-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?|NaN|-?Infinity')
), checked as (
    select k.pg_type, k.pattern,
           format('(case when {text} !~ %L then '''' else {text} end)', '^(?:' || k.pattern || ')$') as sql from takes k
)
select true, t.ordinality, t.name, t.category, t.pg_type, t.pg_modifier, t.graphql_scalar, t.json_kind, t.json_input,
       case when t.pg_type is null then '{some,every,none}' else case t.category
           when 'text'     then '{eq,ne,in,notIn,isNull,lt,lte,gt,gte,contains,startsWith,endsWith,like,ieq,iin,'
                                'icontains,istartsWith,iendsWith,ilike,search,searchPrefix,similar}'
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
       t.index_method,
       case when t.category = 'text'
            then 'gin (thing.fold_case({column}) COLLATE "C" gin_trgm_ops, {words}, '
                 'thing.similar_text({column}) COLLATE "C" gin_trgm_ops)' end,
       case when t.category = 'text' then 'pg_trgm' end,
       t.extension, t.params, t.rules,
       -- All ranges read and write {"from", "to", "bounds"}: bounds is "[)" when absent, "empty" for the empty range.
       -- (from_json of a range row holds the type of its bounds, to_json the type that they are written as.)
       -- (A key that is none is refused by reading no text at all as a range: it is a bound, misspelled.)
       case when t.category = 'range' then replace(replace(replace(replace(
           'case when jsonb_typeof({value}) = ''object'' then case when {value} - ''from'' - ''to'' - ''bounds'' <> '
           '''{}'' then left({value}::text, 0)::{range}'
           ' when {value} ->> ''bounds'' = ''empty'' then ''empty''::{range}'
           ' else {range}({from}::{bound}, {to}::{bound}, coalesce({value} ->> ''bounds'', ''[)'')) end end',
           '{range}', t.pg_type), '{bound}', t.from_json), '{from}',
           replace(c.sql, '{text}', '({value} ->> ''from'')')),
           '{to}', replace(c.sql, '{text}', '({value} ->> ''to'')'))
       when c.sql is not null then replace(t.from_json, '({value} #>> ''{}'')',
           replace(c.sql, '{text}', '({value} #>> ''{}'')'))
       else t.from_json end,
       case when t.category = 'range' then replace(
           'case when {value} is not null then jsonb_build_object(''from'', lower({value})::{bound}, ''to'', '
           'upper({value})::{bound}, ''bounds'','
           ' case when isempty({value}) then ''empty'' else case when lower_inc({value}) then ''['' else ''('' end'
           ' || case when upper_inc({value}) then '']'' else '')'' end end) end',
           '{bound}', t.to_json)
       else coalesce(t.to_json, 'to_jsonb({value})') end,
       t.expects, t.description, case when t.category <> 'range' then c.pattern end,
       case t.category when 'text' then 'btree (thing.fold_case({column}) COLLATE "C")'
                       when 'json' then 'gin (thing.json_keys({column}))'
                       when 'geometry' then 'gist ((({column})::geography))' end,
       case when t.name = 'email' then 'thing.fold_case({column}) COLLATE "C"' end
  from unnest(array[
    thing.builtin_type(
        name => 'text',
        category => 'text',
        pg_type => 'text',
        graphql_scalar => 'String',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        params => '{"collation": {"kind": "collation", "optional": true}, '
                  '"language": {"kind": "language", "optional": true}}',
        from_json => '({value} #>> ''{}'')',
        expects => 'a text',
        description => 'Text of any length.'),
    thing.builtin_type(
        name => 'integer',
        category => 'number',
        pg_type => 'integer',
        graphql_scalar => 'Int',
        json_kind => 'number',
        json_input => '{number}',
        index_method => 'btree ({column})',
        from_json => '({value} #>> ''{}'')::integer',
        expects => 'a whole number from -2147483648 to 2147483647',
        description => 'A whole number of 32 bits.'),
    thing.builtin_type(
        name => 'bigint',
        category => 'number',
        pg_type => 'bigint',
        graphql_scalar => 'BigInt',
        json_kind => 'string',
        json_input => '{number,string}',
        index_method => 'btree ({column})',
        from_json => '({value} #>> ''{}'')::bigint',
        to_json => 'to_jsonb({value}::text)',
        expects => 'a whole number of 64 bits',
        description => 'A whole number of 64 bits; a string in JSON, where numbers beyond 2^53 lose digits.'),
    thing.builtin_type(
        name => 'decimal',
        category => 'number',
        pg_type => 'numeric',
        pg_modifier => '({precision},{scale})',
        graphql_scalar => 'Decimal',
        json_kind => 'string',
        json_input => '{number,string}',
        index_method => 'btree ({column})',
        params => '{"precision": {"kind": "integer", "min": 1, "max": 1000, "optional": true}, '
                  '"scale": {"kind": "integer", "min": 0, "max": 1000, "optional": true, "default": 0, '
                  '"atMost": "precision"}, "round": {"kind": "flag", "optional": true, "needs": "precision"}}',
        -- (Where nothing may be rounded, rules hold precision and scale: a column of type numeric(p,s) rounds before
        -- any trigger sees the value.)
        rules => '{"finite": true, "scale": {"$param": "scale", "with": "precision", "default": 0, '
                 '"unless": "round"}, "wholeDigits": {"$param": "precision", "minus": "scale", "unless": "round"}}',
        from_json => '({value} #>> ''{}'')::numeric',
        to_json => 'to_jsonb({value}::text)',
        expects => 'a decimal number',
        description => 'An exact number, money for example; a string in JSON, with at least scale digits after the '
                       'point. A value that precision and scale do not hold is refused, or, with round, rounded to '
                       'scale digits.'),
    thing.builtin_type(
        name => 'float',
        category => 'number',
        pg_type => 'double precision',
        graphql_scalar => 'Float',
        json_kind => 'number',
        json_input => '{number}',
        index_method => 'btree ({column})',
        rules => '{"finite": true}',
        from_json => '({value} #>> ''{}'')::double precision',
        expects => 'a number',
        description => 'A floating-point number of 64 bits.'),
    thing.builtin_type(
        name => 'boolean',
        category => 'boolean',
        pg_type => 'boolean',
        graphql_scalar => 'Boolean',
        json_kind => 'boolean',
        json_input => '{boolean}',
        index_method => 'btree ({column})',
        from_json => '({value} #>> ''{}'')::boolean',
        expects => 'true or false',
        description => 'True or false.'),
    thing.builtin_type(
        name => 'date',
        category => 'date',
        pg_type => 'date',
        graphql_scalar => 'Date',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        rules => '{"finite": true}',
        from_json => '({value} #>> ''{}'')::date',
        expects => 'a date like 2024-02-29',
        description => 'A calendar day.'),
    thing.builtin_type(
        name => 'time',
        category => 'time',
        pg_type => 'time',
        graphql_scalar => 'Time',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        from_json => '({value} #>> ''{}'')::time',
        expects => 'a time of day like 23:59:00',
        description => 'A time of day, without a zone.'),
    thing.builtin_type(
        name => 'datetime',
        category => 'datetime',
        pg_type => 'timestamptz',
        graphql_scalar => 'DateTime',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        rules => '{"finite": true}',
        from_json => '({value} #>> ''{}'')::timestamptz',
        expects => 'a point in time like 2024-02-29T23:59:00Z',
        description => 'A point in time, kept in UTC with microseconds.'),
    thing.builtin_type(
        name => 'uuid',
        category => 'uuid',
        pg_type => 'uuid',
        graphql_scalar => 'UUID',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        from_json => '({value} #>> ''{}'')::uuid',
        expects => 'a UUID',
        description => 'A universally unique identifier.'),
    thing.builtin_type(
        name => 'json',
        category => 'json',
        pg_type => 'jsonb',
        graphql_scalar => 'JSON',
        json_kind => 'any',
        json_input => '{object,array,string,number,boolean}',
        index_method => 'gin ({column} jsonb_path_ops)',
        rules => '{"oneNull": true}',
        from_json => 'nullif({value}, ''null''::jsonb)',
        to_json => '{value}',
        expects => 'JSON',
        description => 'Any JSON value; the JSON null is kept as no value.'),
    thing.builtin_type(
        name => 'select',
        category => 'select',
        pg_type => 'text',
        graphql_scalar => 'Enum',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        params => '{"values": {"kind": "names"}}',
        rules => '{"oneOf": {"$param": "values"}}',
        from_json => '({value} #>> ''{}'')',
        expects => 'a text',
        description => 'One of a list of names; a GraphQL enum.'),
    thing.builtin_type(
        name => 'email',
        category => 'text',
        pg_type => 'text',
        graphql_scalar => 'String',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        params => '{"collation": {"kind": "collation", "optional": true}}',
        rules => '{"format": "email"}',
        from_json => '({value} #>> ''{}'')',
        expects => 'a text',
        description => 'An e-mail address.'),
    thing.builtin_type(
        name => 'url',
        category => 'text',
        pg_type => 'text',
        graphql_scalar => 'String',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        params => '{"collation": {"kind": "collation", "optional": true}}',
        rules => '{"format": "url"}',
        from_json => '({value} #>> ''{}'')',
        expects => 'a text',
        description => 'A web address (http or https).'),
    thing.builtin_type(
        name => 'reference',
        category => 'reference',
        pg_type => 'uuid',
        graphql_scalar => 'ID',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'btree ({column})',
        from_json => '({value} #>> ''{}'')::uuid',
        expects => 'the id of a thing',
        description => 'A reference to one thing of a class, or of any class.'),
    thing.builtin_type(
        name => 'references',
        category => 'reference',
        graphql_scalar => '[ID!]',
        json_kind => 'array',
        json_input => '{array}',
        expects => 'a list of ids of things',
        description => 'References to any number of things; they stand in a join table.'),
    thing.builtin_type(
        name => 'geometry',
        category => 'geometry',
        pg_type => '{schema}.geometry',
        pg_modifier => '({geometryType},{srid})',
        graphql_scalar => 'GeoJSON',
        json_kind => 'object',
        json_input => '{object}',
        index_method => 'gist ({column})',
        extension => 'postgis',
        params => '{"geometryType": {"kind": "choice", "optional": true, "default": "Geometry", '
                  '"choices": ["Geometry", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", '
                  '"MultiPolygon", "GeometryCollection"]}, "srid": {"kind": "integer", "min": 0, "max": 999999, '
                  '"optional": true, "default": 4326}}',
        rules => '{"wellFormed": true}',
        -- (PostGIS takes texts and nulls for numbers. An empty text is not JSON.)
        from_json =>
            '{schema}.st_setsrid({schema}.st_geomfromgeojson(case when jsonb_typeof({value}) <> ''object'' then null'
            ' when ({value} -> ''coordinates'')::text ~ ''[^][0-9eE+., -]'''
            ' or jsonb_path_exists({value}, ''$.geometries.**.coordinates.** ? (@.type() <> "number" && @.type() <> '
            '"array")'') then left({value}::text, 0)::jsonb'
            ' else {value} end), {srid})',
        to_json => '({schema}.st_asgeojson({value}, 15))::jsonb',
        expects => 'a GeoJSON geometry',
        description => 'A geometry of PostGIS; GeoJSON in and out.'),
    thing.builtin_type(
        name => 'tree',
        category => 'tree',
        pg_type => '{schema}.ltree',
        graphql_scalar => 'String',
        json_kind => 'string',
        json_input => '{string}',
        index_method => 'gist ({column})',
        extension => 'ltree',
        rules => '{"maxLevels": 1000}',
        from_json => '({value} #>> ''{}'')::{schema}.ltree',
        to_json => 'to_jsonb({value}::text)',
        expects => 'a path of labels like Top.Science.Astronomy',
        description => 'A place in a tree of labels (ltree).'),
    thing.builtin_type(
        name => 'vector',
        category => 'vector',
        pg_type => '{schema}.vector',
        pg_modifier => '({dimensions})',
        graphql_scalar => '[Float!]',
        json_kind => 'array',
        json_input => '{array}',
        index_method => 'hnsw ({column} vector_cosine_ops)',
        extension => 'vector',
        params => '{"dimensions": {"kind": "integer", "min": 1, "max": 2000}}',
        from_json => '(nullif({value}, ''null''::jsonb)::text)::{schema}.vector',
        to_json => '({value}::text)::jsonb',
        expects => 'a list of numbers, one for each dimension',
        description => 'An embedding (pgvector), indexed for cosine distance.'),
    thing.builtin_type(
        name => 'integerRange',
        category => 'range',
        pg_type => 'int8range',
        graphql_scalar => 'Range',
        json_kind => 'object',
        json_input => '{object}',
        index_method => 'gist ({column})',
        from_json => 'bigint',
        to_json => 'text',
        expects => 'a range of whole numbers like {"from": 1, "to": 10}',
        description => 'A range of whole numbers.'),
    thing.builtin_type(
        name => 'decimalRange',
        category => 'range',
        pg_type => 'numrange',
        graphql_scalar => 'Range',
        json_kind => 'object',
        json_input => '{object}',
        index_method => 'gist ({column})',
        from_json => 'numeric',
        to_json => 'text',
        expects => 'a range of numbers like {"from": 1.5, "to": 10}',
        description => 'A range of decimal numbers.'),
    thing.builtin_type(
        name => 'dateRange',
        category => 'range',
        pg_type => 'daterange',
        graphql_scalar => 'Range',
        json_kind => 'object',
        json_input => '{object}',
        index_method => 'gist ({column})',
        from_json => 'date',
        to_json => 'date',
        expects => 'a range of dates like {"from": "2024-01-01", "to": "2024-02-01"}',
        description => 'A range of days.'),
    thing.builtin_type(
        name => 'datetimeRange',
        category => 'range',
        pg_type => 'tstzrange',
        graphql_scalar => 'Range',
        json_kind => 'object',
        json_input => '{object}',
        index_method => 'gist ({column})',
        from_json => 'timestamptz',
        to_json => 'timestamptz',
        expects => 'a range of times like {"from": "2024-01-01T08:00:00Z", "to": null}',
        description => 'A range of points in time.')
  ]) with ordinality t
  left join checked c on c.pg_type = case t.category when 'range' then t.from_json else t.pg_type end
on conflict (name) do nothing;

-- Lists: an array of what another type holds. All of such a type follows from that of its items. (A list of choices has
-- its parameters, too.)
insert into thing.field_types
    (builtin, position, name, category, pg_type, graphql_scalar, json_kind, json_input, operators,
     index_method, params, rules,
     from_json, to_json, expects, description, item)
select true, 100 + i.position, l.name, 'list', i.pg_type || '[]', '[' || i.graphql_scalar || '!]', 'array', '{array}',
       '{eq,ne,isNull,has,hasAny,hasAll}', 'gin ({column})',
       case when i.pg_modifier is null and i.params <> '{}' and not i.params ? 'collation' then i.params else '{}' end,
       jsonb_build_object('plainList', true, 'maxItems', 1000)
           || case when i.rules <> '{}' then jsonb_build_object('items', i.rules) else '{}' end,
       format('case jsonb_typeof({value}) when ''array'' then array(select %s) end', case i.from_json
           when '({value} #>> ''{}'')' then 'jsonb_array_elements_text({value})'     -- the same, and quicker
           else replace(i.from_json, '{value}', '_i._value') || ' from jsonb_array_elements({value}) _i (_value)' end),
       replace(i.to_json, '::text)', '::text[])'), l.expects, l.description, i.name
  from unnest(array[
    thing.builtin_type(
        name => 'textList',
        item => 'text',
        expects => 'a list of texts',
        description => 'A list of texts.'),
    thing.builtin_type(
        name => 'integerList',
        item => 'integer',
        expects => 'a list of whole numbers from -2147483648 to 2147483647',
        description => 'A list of whole numbers of 32 bits.'),
    thing.builtin_type(
        name => 'bigintList',
        item => 'bigint',
        expects => 'a list of whole numbers of 64 bits',
        description => 'A list of whole numbers of 64 bits; strings in JSON.'),
    thing.builtin_type(
        name => 'decimalList',
        item => 'decimal',
        expects => 'a list of decimal numbers',
        description => 'A list of exact numbers; strings in JSON.'),
    thing.builtin_type(
        name => 'floatList',
        item => 'float',
        expects => 'a list of numbers',
        description => 'A list of floating-point numbers of 64 bits.'),
    thing.builtin_type(
        name => 'dateList',
        item => 'date',
        expects => 'a list of dates like 2024-02-29',
        description => 'A list of calendar days.'),
    thing.builtin_type(
        name => 'timeList',
        item => 'time',
        expects => 'a list of times of day like 23:59:00',
        description => 'A list of times of day, without a zone.'),
    thing.builtin_type(
        name => 'datetimeList',
        item => 'datetime',
        expects => 'a list of points in time like 2024-02-29T23:59:00Z',
        description => 'A list of points in time.'),
    thing.builtin_type(
        name => 'uuidList',
        item => 'uuid',
        expects => 'a list of UUIDs',
        description => 'A list of universally unique identifiers.'),
    thing.builtin_type(
        name => 'multiselect',
        item => 'select',
        expects => 'a list of texts',
        description => 'Any of a list of names; a list of a GraphQL enum.')
  ]) l
  join thing.field_types i on i.name = l.item
on conflict (name) do nothing;
