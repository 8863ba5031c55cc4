-- The validation rules. Adding one is adding a row; thing.register_rule adds rules made of a DBA's own function.
--
-- A predicate is a template over {value} (the column), {argument} (the rule's argument as an SQL literal of the right type;
-- {key} for each key of an object argument), {type} (the column's type) and {schema} (schema of the type's extension).
-- It is three-valued: NULL for an absent value, which passes. FALSE alone is a violation.
-- Never PL/pgSQL: the executor evaluates the conjunction of all predicates natively, for every row.
--
-- Argument schemas, shared with thing.field_types.params, name a "kind":
--   flag                          true; always: it cannot be switched off where a type brings it along
--   integer, number               with min, max, atMost (another key)
--   value, values                 one value, or a list of values, of the field's own type; relative: also "today-P18Y"; positive
--   choice, choices               one of, or a list of, `choices`: a list of texts, or {text: SQL, ...}
--   pattern, format, names, json  a safe regular expression; a name in thing.formats; a list of GraphQL names; anything
--   collation                     a name that thing.collation_of knows
--   field, fields, condition      class rules: API name(s) of fields; a tree of and/or/not over field rules
--   object                        keys: {name: schema}; a key may be "optional" and have a "default"
--   rules                         rules for each item of a list: {rule: argument}
--
-- A rule can be one of items where predicates has "list": the same said of all items of {value}, an array of the type that it fits.
create table if not exists thing.rules (
    name        text primary key check (name ~ '^[a-z][A-Za-z0-9]{0,62}$'),
    position    integer not null default 1000,
    level       text not null check (level in ('field', 'class')),
    applies_to  text[] not null,
    argument    jsonb not null,
    predicate   text,
    predicates  jsonb not null default '{}',
    message     text not null,
    native      boolean not null default false,
    builtin     boolean not null default false,
    upper       jsonb not null default '{}',
    function    text,
    description text not null,
    check (predicate is not null or native)
);
comment on table thing.rules is 'Registry of validation rules: one row makes a rule.';
comment on column thing.rules.level is '"field": stands on a field, or on all fields of a class; "class": a check across fields.';
comment on column thing.rules.applies_to is 'Types or categories of thing.field_types that the rule fits; * for all that have a column. Empty: only types bring it along.';
comment on column thing.rules.argument is 'Schema of the argument.';
comment on column thing.rules.predicate is 'SQL template; null for a rule that only a native constraint can hold.';
comment on column thing.rules.predicates is 'Templates for single types or categories, in place of predicate.';
comment on column thing.rules.message is 'Message template, read after "<field>: ".';
comment on column thing.rules.native is 'A native constraint holds the rule too (NOT NULL, UNIQUE).';
comment on column thing.rules.upper is 'Rules whose argument this one''s must not exceed: {"max": "<="}.';
comment on column thing.rules.function is 'The DBA''s function behind a rule of thing.register_rule, as schema.name(types). Text: pg_upgrade refuses columns of type regprocedure.';
grant select on thing.rules to thing_admin, thing_tenant;

delete from thing.rules where builtin;
insert into thing.rules (builtin, position, name, level, applies_to, argument, predicate, predicates, message, native, upper, description)
select true, row_number() over (), r.name, r.level, r.applies_to::text[], r.argument::jsonb, r.predicate, r.predicates::jsonb, r.message, r.native, r.upper::jsonb, r.description
  from (values
    ('required', 'field', '{*}', '{"kind": "flag"}', '{value} is not null', '{}', 'is required', true, '{}',
        'A value must be given. An empty text is a value.'),
    ('unique', 'field', '{text,number,boolean,date,time,datetime,uuid,select,reference,tree,range}', '{"kind": "flag"}', null, '{}',
        'must be unique', true, '{}', 'No two things of the class have the same value.'),
    ('minLength', 'field', '{text}', '{"kind": "integer", "min": 0, "max": 268435455}', 'char_length({value}) >= {argument}', '{"list": "{argument} <= all (thing.item_lengths({value}))"}',
        'must have at least {argument} characters', false, '{"maxLength": "<="}', 'Least number of characters (code points).'),
    ('maxLength', 'field', '{text}', '{"kind": "integer", "min": 0, "max": 268435455}', 'char_length({value}) <= {argument}', '{"list": "{argument} >= all (thing.item_lengths({value}))"}',
        'must have at most {argument} characters', false, '{}', 'Greatest number of characters (code points).'),
    ('pattern', 'field', '{text}', '{"kind": "pattern"}', '({value} collate "C") ~ {argument}', '{"list": "thing.items_match({value}, {argument})"}',
        'must match the pattern {argument}', false, '{}',
        'A regular expression of PostgreSQL that matches somewhere in the text: anchor it with ^ and $. Letters and digits of \w, \d are ASCII.'),
    ('format', 'field', '{text}', '{"kind": "format"}', '({value} collate "C") ~ {pattern} and char_length({value}) <= {limit}{condition}',
        '{"list": "thing.items_match({value}, {pattern}) and {limit} >= all (thing.item_lengths({value}))"}',
        'must be {argument}', false, '{}', 'A well-known format: see thing.formats.'),
    ('min', 'field', '{number,date,time,datetime}', '{"kind": "value", "relative": true}', '{value} >= {argument}', '{"list": "{argument} <= all ({value})"}',
        'must be at least {argument}', false, '{"max": "<=", "exclusiveMax": "<"}',
        'Least value. Dates also take "today", "now" and ISO 8601 durations: "today-P18Y", "now+PT1H".'),
    ('max', 'field', '{number,date,time,datetime}', '{"kind": "value", "relative": true}', '{value} <= {argument}', '{"list": "{argument} >= all ({value})"}',
        'must be at most {argument}', false, '{}', 'Greatest value; like min.'),
    ('exclusiveMin', 'field', '{number,date,time,datetime}', '{"kind": "value", "relative": true}', '{value} > {argument}', '{"list": "{argument} < all ({value})"}',
        'must be greater than {argument}', false, '{"max": "<", "exclusiveMax": "<"}', 'A bound that the value must exceed.'),
    ('exclusiveMax', 'field', '{number,date,time,datetime}', '{"kind": "value", "relative": true}', '{value} < {argument}', '{"list": "{argument} > all ({value})"}',
        'must be less than {argument}', false, '{}', 'A bound that the value must stay under.'),
    ('multipleOf', 'field', '{number}', '{"kind": "value", "positive": true}', '{value} % {argument} = 0',
        -- 0.3 is a multiple of 0.1: floats are compared by their decimal digits.
        '{"float": "{value}::numeric % {argument}::numeric = 0", "list": "0 = all (thing.item_remainders({value}::numeric[], {argument}::numeric))"}',
        'must be a multiple of {argument}', false, '{}', 'The value divides by it without rest.'),
    ('precision', 'field', '{decimal}',
        '{"kind": "object", "keys": {"precision": {"kind": "integer", "min": 1, "max": 1000}, "scale": {"kind": "integer", "min": 0, "max": 1000, "optional": true, "default": 0, "atMost": "precision"}}}',
        'abs({value}) < 10::numeric ^ ({precision} - {scale}) and scale(trim_scale({value})) <= {scale}',
        '{"list": "10::numeric ^ ({precision} - {scale}) > all ({value}) and -(10::numeric ^ ({precision} - {scale})) < all ({value}) and {scale} >= all (thing.item_scales({value}))"}',
        'must have at most {precision} digits, {scale} of them after the point', false, '{}',
        'Digits in all and after the point; zeros at the end do not count.'),
    ('scale', 'field', '{}', '{"kind": "integer", "min": 0, "max": 1000}', 'scale(trim_scale({value})) <= {argument}', '{}',
        'must have at most {argument} digits after the point', false, '{}',
        'Decimals have it by their parameter scale, unless they round; zeros at the end do not count.'),
    ('wholeDigits', 'field', '{}', '{"kind": "integer", "min": 0, "max": 1000}', 'abs({value}) < 1e{argument} or {value} = ''NaN''', '{}',
        'must have at most {argument} digits before the point', false, '{}',
        'Decimals have it by their parameters precision and scale, unless they round.'),
    ('oneOf', 'field', '{text,select,number,date,time,datetime,uuid,list}', '{"kind": "values"}', '{value} = any ({argument})',
        '{"list": "{value} <@ {argument}"}', 'must be one of {argument}', false, '{}', 'The values allowed; for lists, of each item.'),
    ('minItems', 'field', '{list,json}', '{"kind": "integer", "min": 0, "max": 1000000}', 'cardinality({value}) >= {argument}',
        '{"json": "jsonb_array_length(case jsonb_typeof({value}) when ''array'' then {value} end) >= {argument}"}',
        'must have at least {argument} items', false, '{"maxItems": "<="}', 'Least number of items; JSON that is no array passes.'),
    ('maxItems', 'field', '{list,json}', '{"kind": "integer", "min": 0, "max": 1000000}', 'cardinality({value}) <= {argument}',
        '{"json": "jsonb_array_length(case jsonb_typeof({value}) when ''array'' then {value} end) <= {argument}"}',
        'must have at most {argument} items', false, '{}', 'Greatest number of items. Lists have 1000 unless it is switched off.'),
    ('items', 'field', '{list}', '{"kind": "rules"}', 'true', '{}', 'has items that break a rule', false, '{}',
        'Rules for each item, as a field of the type of the items has them: {"minLength": 2, "pattern": "^[a-z]"}. A violation says which item, from 0.'),
    ('plainList', 'field', '{list}', '{"kind": "flag", "always": true}',
        'case when array_ndims({value}) > 1 then false else array_position({value}, null) is null end', '{}',
        'must be a list of values: no item is null, none is a list', false, '{}', 'What the API can show. All lists have the rule.'),
    ('maxLevels', 'field', '{tree}', '{"kind": "integer", "min": 1, "max": 65535}', '{schema}.nlevel({value}) <= {argument}', '{}',
        'must have at most {argument} labels', false, '{}',
        'Greatest number of labels. Trees have 1000 unless it is switched off: some patterns take their square to match.'),
    ('uniqueItems', 'field', '{list,json}', '{"kind": "flag"}', 'thing.unique_items({value})', '{}',
        'must not have an item twice', false, '{}', 'All items differ.'),
    ('finite', 'field', '{decimal,float,date,datetime}', '{"kind": "flag"}', 'isfinite({value})',
        '{"number": "{value} > ''-Infinity'' and {value} < ''Infinity''", "list": "''-Infinity'' < all ({value}) and ''Infinity'' > all ({value})"}',
        'must be finite', false, '{}', 'Neither infinite nor "not a number", which JSON cannot say. Those types have it unless it is switched off.'),
    ('oneNull', 'field', '{json}', '{"kind": "flag", "always": true}', '{value} <> ''null''::jsonb', '{}',
        'must not be the JSON null: no value is null', false, '{}', 'There is one null. All JSON fields have the rule.'),
    ('wellFormed', 'field', '{geometry}', '{"kind": "flag", "always": true}',
        -- (GeoJSON and geographies have no arcs and meshes. A line of one place twice is invalid and does no harm.)
        '{schema}.st_astext({value}) !~* ''nan|inf|tin|triangle|curve|circular|surface'''
        ' and ({schema}.st_isvalid({value}) or {schema}.st_geometrytype({value}) = ''ST_LineString'' and {schema}.st_npoints({value}) > 1)'
        ' and ({schema}.st_isempty({value}) or {schema}.st_srid({value}) <> 4326'
        ' or ({schema}.st_xmin({value}) >= -180 and {schema}.st_xmax({value}) <= 180 and {schema}.st_ymin({value}) >= -90 and {schema}.st_ymax({value}) <= 90))', '{}',
        'must be well-formed: rings closed and not crossing themselves, each coordinate a number, longitudes from -180 to 180 and latitudes from -90 to 90', false, '{}',
        'What RFC 7946 and every spatial function can read. All geometries have the rule; the range holds in the reference system 4326.'),
    ('geometryType', 'field', '{geometry}',
        '{"kind": "choices", "choices": {"Point": "''POINT''", "LineString": "''LINESTRING''", "Polygon": "''POLYGON''", "MultiPoint": "''MULTIPOINT''", "MultiLineString": "''MULTILINESTRING''", "MultiPolygon": "''MULTIPOLYGON''", "GeometryCollection": "''GEOMETRYCOLLECTION''"}}',
        'rtrim({schema}.geometrytype({value}), ''ZM'') = any ({argument})', '{}', 'must be a {argument}', false, '{}', 'The kinds of geometry allowed.'),
    ('srid', 'field', '{geometry}', '{"kind": "integer", "min": 0, "max": 999999}', '{schema}.st_srid({value}) = {argument}', '{}',
        'must be in the reference system {argument}', false, '{}', 'The spatial reference system.'),
    ('bounds', 'field', '{geometry}',
        '{"kind": "object", "keys": {"minX": {"kind": "number", "atMost": "maxX"}, "minY": {"kind": "number", "atMost": "maxY"}, "maxX": {"kind": "number"}, "maxY": {"kind": "number"}}}',
        '{schema}.st_xmin({value}) >= {minX} and {schema}.st_ymin({value}) >= {minY} and {schema}.st_xmax({value}) <= {maxX} and {schema}.st_ymax({value}) <= {maxY}', '{}',
        'must lie within {minX} {minY}, {maxX} {maxY}', false, '{}', 'The box that holds the whole geometry.'),

    ('compare', 'class', '{text,number,boolean,date,time,datetime,uuid,select,reference}',
        '{"kind": "object", "keys": {"field": {"kind": "field"}, "operator": {"kind": "choice", "choices": {"eq": "=", "ne": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}}, "other": {"kind": "field"}}}',
        '{field} {operator} {other}',
        -- Texts are ordered by code point, whatever the collation of the database.
        '{"text": "({field} collate \"C\") {operator} ({other} collate \"C\")", "select": "({field} collate \"C\") {operator} ({other} collate \"C\")"}',
        'must be {operator} {other}', false, '{}', 'Two fields of one category, compared: eq, ne, lt, lte, gt, gte.'),
    ('requiredIf', 'class', '{*}',
        '{"kind": "object", "keys": {"field": {"kind": "field"}, "if": {"kind": "condition"}}}',
        '({if}) is not true or {field} is not null', '{}', 'is required here ({check})', false, '{}',
        'A field must have a value when a condition over other fields holds.'),
    ('condition', 'class', '{*}',
        '{"kind": "object", "keys": {"if": {"kind": "condition", "optional": true, "default": "true"}, "then": {"kind": "condition"}, "else": {"kind": "condition", "optional": true, "default": "true"}, "field": {"kind": "field", "optional": true, "default": "null"}}}',
        'case when {if} then {then} else {else} end', '{}', 'breaks the check {check}', false, '{}',
        'When "if" holds then "then" must, otherwise "else". An absent value neither fulfils an "if" nor breaks a "then". "field" says where to show it.')
  ) as r (name, level, applies_to, argument, predicate, predicates, message, native, upper, description)
on conflict (name) do update set
    builtin = true, position = excluded.position, level = excluded.level, applies_to = excluded.applies_to, argument = excluded.argument, predicate = excluded.predicate,
    predicates = excluded.predicates, message = excluded.message, native = excluded.native, upper = excluded.upper,
    function = null, description = excluded.description;
