-- The validation rules. Adding one is adding a row; thing.register_rule adds rules made of a DBA's own function.
--
-- A predicate is a template over {value} (the column), {argument} (the rule's argument as an SQL literal of the right
-- type; {key} for each key of an object argument), {type} (the column's type) and {schema} (schema of the type's
-- extension). It is three-valued: NULL for an absent value, which passes. FALSE alone is a violation. Never PL/pgSQL:
-- the executor evaluates the conjunction of all predicates natively, for every row.
--
-- Argument schemas, shared with thing.field_types.params, name a "kind":
--   flag                          true; always: it cannot be switched off where a type brings it along
--   integer, number               with min, max, atMost (another key)
--   value, values                 one value, or a list of values, of the field's own type; relative: also "today-P18Y";
--                                 positive
--   choice, choices               one of, or a list of, `choices`: a list of texts, or {text: SQL, ...}
--   pattern, format, names, json  a safe regular expression; a name in thing.formats; a list of GraphQL names; anything
--   collation                     a name that thing.collation_of knows
--   field, fields, condition      class rules: API name(s) of fields; a tree of and/or/not over field rules
--   object                        keys: {name: schema}; a key may be "optional" and have a "default"
--   rules                         rules for each item of a list: {rule: argument}
--
-- A rule can be one of items where predicates has "list": the same said of all items of {value}, an array of the type
-- that it fits.
delete from thing.rules where builtin;
insert into thing.rules (builtin, position, name, level, applies_to, argument, predicate, predicates, message,
    native, upper, description)
select true, r.ordinality, r.name, r.level, r.applies_to, r.argument, r.predicate, r.predicates, r.message,
       r.native, r.upper, r.description
  from unnest(array[
    thing.builtin_rule(
        name => 'required',
        applies_to => '{*}',
        argument => '{"kind": "flag"}',
        predicate => '{value} is not null',
        message => 'is required',
        native => true,
        description => 'A value must be given. An empty text is a value.'),
    thing.builtin_rule(
        name => 'unique',
        applies_to => '{text,number,boolean,date,time,datetime,uuid,select,reference,tree,range}',
        argument => '{"kind": "flag"}',
        message => 'must be unique',
        native => true,
        description => 'No two things of the class have the same value.'),
    thing.builtin_rule(
        name => 'minLength',
        applies_to => '{text}',
        argument => '{"kind": "integer", "min": 0, "max": 268435455}',
        predicate => 'char_length({value}) >= {argument}',
        predicates => '{"list": "{argument} <= all (thing.item_lengths({value}))"}',
        message => 'must have at least {argument} characters',
        upper => '{"maxLength": "<="}',
        description => 'Least number of characters (code points).'),
    thing.builtin_rule(
        name => 'maxLength',
        applies_to => '{text}',
        argument => '{"kind": "integer", "min": 0, "max": 268435455}',
        predicate => 'char_length({value}) <= {argument}',
        predicates => '{"list": "{argument} >= all (thing.item_lengths({value}))"}',
        message => 'must have at most {argument} characters',
        description => 'Greatest number of characters (code points).'),
    thing.builtin_rule(
        name => 'pattern',
        applies_to => '{text}',
        argument => '{"kind": "pattern"}',
        predicate => '({value} collate "C") ~ {argument}',
        predicates => '{"list": "thing.items_match({value}, {argument})"}',
        message => 'must match the pattern {argument}',
        description => 'A regular expression of PostgreSQL that matches somewhere in the text: anchor it with ^ and '
                       '$. Letters and digits of \w, \d are ASCII.'),
    thing.builtin_rule(
        name => 'format',
        applies_to => '{text}',
        argument => '{"kind": "format"}',
        predicate => '({value} collate "C") ~ {pattern} and char_length({value}) <= {limit}{condition}',
        predicates => '{"list": "thing.items_match({value}, '
                      '{pattern}) and {limit} >= all (thing.item_lengths({value}))"}',
        message => 'must be {argument}',
        description => 'A well-known format: see thing.formats.'),
    thing.builtin_rule(
        name => 'min',
        applies_to => '{number,date,time,datetime}',
        argument => '{"kind": "value", "relative": true}',
        predicate => '{value} >= {argument}',
        predicates => '{"list": "{argument} <= all ({value})"}',
        message => 'must be at least {argument}',
        upper => '{"max": "<=", "exclusiveMax": "<"}',
        description => 'Least value. Dates also take "today", "now" and ISO 8601 durations: "today-P18Y", "now+PT1H".'),
    thing.builtin_rule(
        name => 'max',
        applies_to => '{number,date,time,datetime}',
        argument => '{"kind": "value", "relative": true}',
        predicate => '{value} <= {argument}',
        predicates => '{"list": "{argument} >= all ({value})"}',
        message => 'must be at most {argument}',
        description => 'Greatest value; like min.'),
    thing.builtin_rule(
        name => 'exclusiveMin',
        applies_to => '{number,date,time,datetime}',
        argument => '{"kind": "value", "relative": true}',
        predicate => '{value} > {argument}',
        predicates => '{"list": "{argument} < all ({value})"}',
        message => 'must be greater than {argument}',
        upper => '{"max": "<", "exclusiveMax": "<"}',
        description => 'A bound that the value must exceed.'),
    thing.builtin_rule(
        name => 'exclusiveMax',
        applies_to => '{number,date,time,datetime}',
        argument => '{"kind": "value", "relative": true}',
        predicate => '{value} < {argument}',
        predicates => '{"list": "{argument} > all ({value})"}',
        message => 'must be less than {argument}',
        description => 'A bound that the value must stay under.'),
    thing.builtin_rule(
        name => 'multipleOf',
        applies_to => '{number}',
        argument => '{"kind": "value", "positive": true}',
        predicate => '{value} % {argument} = 0',
        -- 0.3 is a multiple of 0.1: floats are compared by their decimal digits.
        predicates => '{"float": "{value}::numeric % {argument}::numeric = 0", '
                      '"list": "0 = all (thing.item_remainders({value}::numeric[], {argument}::numeric))"}',
        message => 'must be a multiple of {argument}',
        description => 'The value divides by it without rest.'),
    thing.builtin_rule(
        name => 'precision',
        applies_to => '{decimal}',
        argument => '{"kind": "object", "keys": {"precision": {"kind": "integer", "min": 1, "max": 1000}, '
                    '"scale": {"kind": "integer", "min": 0, "max": 1000, "optional": true, "default": 0, '
                    '"atMost": "precision"}}}',
        predicate => 'abs({value}) < 10::numeric ^ ({precision} - {scale}) and scale(trim_scale({value})) <= {scale}',
        predicates => '{"list": "10::numeric ^ ({precision} - {scale}) > all ({value}) and -(10::numeric ^ '
                      '({precision} - {scale})) < all ({value}) and {scale} >= all (thing.item_scales({value}))"}',
        message => 'must have at most {precision} digits, {scale} of them after the point',
        description => 'Digits in all and after the point; zeros at the end do not count.'),
    thing.builtin_rule(
        name => 'scale',
        applies_to => '{}',
        argument => '{"kind": "integer", "min": 0, "max": 1000}',
        predicate => 'scale(trim_scale({value})) <= {argument}',
        message => 'must have at most {argument} digits after the point',
        description => 'Decimals have it by their parameter scale, unless they round; zeros at the end do not count.'),
    thing.builtin_rule(
        name => 'wholeDigits',
        applies_to => '{}',
        argument => '{"kind": "integer", "min": 0, "max": 1000}',
        predicate => 'abs({value}) < 1e{argument} or {value} = ''NaN''',
        message => 'must have at most {argument} digits before the point',
        description => 'Decimals have it by their parameters precision and scale, unless they round.'),
    thing.builtin_rule(
        name => 'oneOf',
        applies_to => '{text,select,number,date,time,datetime,uuid,list}',
        argument => '{"kind": "values"}',
        predicate => '{value} = any ({argument})',
        predicates => '{"list": "{value} <@ {argument}"}',
        message => 'must be one of {argument}',
        description => 'The values allowed; for lists, of each item.'),
    thing.builtin_rule(
        name => 'minItems',
        applies_to => '{list,json}',
        argument => '{"kind": "integer", "min": 0, "max": 1000000}',
        predicate => 'cardinality({value}) >= {argument}',
        predicates => '{"json": "jsonb_array_length(case jsonb_typeof({value}) when ''array'' then {value} end) >= '
                      '{argument}"}',
        message => 'must have at least {argument} items',
        upper => '{"maxItems": "<="}',
        description => 'Least number of items; JSON that is not an array passes.'),
    thing.builtin_rule(
        name => 'maxItems',
        applies_to => '{list,json}',
        argument => '{"kind": "integer", "min": 0, "max": 1000000}',
        predicate => 'cardinality({value}) <= {argument}',
        predicates => '{"json": "jsonb_array_length(case jsonb_typeof({value}) when ''array'' then {value} end) <= '
                      '{argument}"}',
        message => 'must have at most {argument} items',
        description => 'Greatest number of items. Lists have 1000 unless it is switched off.'),
    thing.builtin_rule(
        name => 'items',
        applies_to => '{list}',
        argument => '{"kind": "rules"}',
        predicate => 'true',
        message => 'has items that break a rule',
        description => 'Rules for each item, as a field of the type of the items has them: {"minLength": 2, '
                       '"pattern": "^[a-z]"}. A violation says which item, from 0.'),
    thing.builtin_rule(
        name => 'plainList',
        applies_to => '{list}',
        argument => '{"kind": "flag", "always": true}',
        predicate => 'case when array_ndims({value}) > 1 then false else array_position({value}, null) is null end',
        message => 'must be a list of values: no item is null, none is a list',
        description => 'What the API can show. All lists have the rule.'),
    thing.builtin_rule(
        name => 'maxLevels',
        applies_to => '{tree}',
        argument => '{"kind": "integer", "min": 1, "max": 65535}',
        predicate => '{schema}.nlevel({value}) <= {argument}',
        message => 'must have at most {argument} labels',
        description => 'Greatest number of labels. Trees have 1000 unless it is switched off: some patterns take '
                       'their square to match.'),
    thing.builtin_rule(
        name => 'uniqueItems',
        applies_to => '{list,json}',
        argument => '{"kind": "flag"}',
        predicate => 'thing.unique_items({value})',
        message => 'must not have an item twice',
        description => 'All items differ.'),
    thing.builtin_rule(
        name => 'finite',
        applies_to => '{decimal,float,date,datetime}',
        argument => '{"kind": "flag"}',
        predicate => 'isfinite({value})',
        predicates => '{"number": "{value} > ''-Infinity'' and {value} < ''Infinity''", '
                      '"list": "''-Infinity'' < all ({value}) and ''Infinity'' > all ({value})"}',
        message => 'must be finite',
        description => 'Neither infinite nor "not a number", which JSON cannot say. Those types have it unless it is '
                       'switched off.'),
    thing.builtin_rule(
        name => 'oneNull',
        applies_to => '{json}',
        argument => '{"kind": "flag", "always": true}',
        predicate => '{value} <> ''null''::jsonb',
        message => 'must not be the JSON null: no value is null',
        description => 'There is one null. All JSON fields have the rule.'),
    thing.builtin_rule(
        name => 'wellFormed',
        applies_to => '{geometry}',
        argument => '{"kind": "flag", "always": true}',
        -- (GeoJSON and geographies have no arcs and meshes. A line of one place twice is invalid and does no harm.)
        predicate =>
            '{schema}.st_astext({value}) !~* ''nan|inf|tin|triangle|curve|circular|surface'''
            ' and ({schema}.st_isvalid({value}) or {schema}.st_geometrytype({value}) = ''ST_LineString'' and '
            '{schema}.st_npoints({value}) > 1)'
            ' and ({schema}.st_isempty({value}) or {schema}.st_srid({value}) <> 4326'
            ' or ({schema}.st_xmin({value}) >= -180 and {schema}.st_xmax({value}) <= 180 and '
            '{schema}.st_ymin({value}) >= -90 and {schema}.st_ymax({value}) <= 90))',
        message => 'must be well-formed: rings closed and not crossing themselves, each coordinate a number, '
                   'longitudes from -180 to 180 and latitudes from -90 to 90',
        description => 'What RFC 7946 and every spatial function can read. All geometries have the rule; the range '
                       'holds in the reference system 4326.'),
    thing.builtin_rule(
        name => 'geometryType',
        applies_to => '{geometry}',
        argument => '{"kind": "choices", "choices": {"Point": "''POINT''", "LineString": "''LINESTRING''", '
                    '"Polygon": "''POLYGON''", "MultiPoint": "''MULTIPOINT''", '
                    '"MultiLineString": "''MULTILINESTRING''", "MultiPolygon": "''MULTIPOLYGON''", '
                    '"GeometryCollection": "''GEOMETRYCOLLECTION''"}}',
        predicate => 'rtrim({schema}.geometrytype({value}), ''ZM'') = any ({argument})',
        message => 'must be a {argument}',
        description => 'The kinds of geometry allowed.'),
    thing.builtin_rule(
        name => 'srid',
        applies_to => '{geometry}',
        argument => '{"kind": "integer", "min": 0, "max": 999999}',
        predicate => '{schema}.st_srid({value}) = {argument}',
        message => 'must be in the reference system {argument}',
        description => 'The spatial reference system.'),
    thing.builtin_rule(
        name => 'bounds',
        applies_to => '{geometry}',
        argument => '{"kind": "object", "keys": {"minX": {"kind": "number", "atMost": "maxX"}, '
                    '"minY": {"kind": "number", "atMost": "maxY"}, "maxX": {"kind": "number"}, '
                    '"maxY": {"kind": "number"}}}',
        predicate => '{schema}.st_xmin({value}) >= {minX} and {schema}.st_ymin({value}) >= {minY} and '
                     '{schema}.st_xmax({value}) <= {maxX} and {schema}.st_ymax({value}) <= {maxY}',
        message => 'must lie within {minX} {minY}, {maxX} {maxY}',
        description => 'The box that holds the whole geometry.'),
    thing.builtin_rule(
        name => 'compare',
        level => 'class',
        applies_to => '{text,number,boolean,date,time,datetime,uuid,select,reference}',
        argument => '{"kind": "object", "keys": {"field": {"kind": "field"}, "operator": {"kind": "choice", '
                    '"choices": {"eq": "=", "ne": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}}, '
                    '"other": {"kind": "field"}}}',
        predicate => '{field} {operator} {other}',
        -- Texts are ordered by code point, whatever the collation of the database.
        predicates => '{"text": "({field} collate \"C\") {operator} ({other} collate \"C\")", '
                      '"select": "({field} collate \"C\") {operator} ({other} collate \"C\")"}',
        message => 'must be {operator} {other}',
        description => 'Two fields of one category, compared: eq, ne, lt, lte, gt, gte.'),
    thing.builtin_rule(
        name => 'requiredIf',
        level => 'class',
        applies_to => '{*}',
        argument => '{"kind": "object", "keys": {"field": {"kind": "field"}, "if": {"kind": "condition"}}}',
        predicate => '({if}) is not true or {field} is not null',
        message => 'is required here ({check})',
        description => 'A field must have a value when a condition over other fields holds.'),
    thing.builtin_rule(
        name => 'condition',
        level => 'class',
        applies_to => '{*}',
        argument => '{"kind": "object", "keys": {"if": {"kind": "condition", "optional": true, "default": "true"}, '
                    '"then": {"kind": "condition"}, "else": {"kind": "condition", "optional": true, '
                    '"default": "true"}, "field": {"kind": "field", "optional": true, "default": "null"}}}',
        predicate => 'case when {if} then {then} else {else} end',
        message => 'breaks the check {check}',
        description => 'When "if" holds then "then" must, otherwise "else". An absent value neither fulfils an "if" '
                       'nor breaks a "then". "field" says where to show it.')
  ]) with ordinality r
on conflict (name) do update set
    builtin = true, position = excluded.position, level = excluded.level, applies_to = excluded.applies_to,
    argument = excluded.argument, predicate = excluded.predicate,
    predicates = excluded.predicates, message = excluded.message, native = excluded.native, upper = excluded.upper,
    function = null, description = excluded.description;
