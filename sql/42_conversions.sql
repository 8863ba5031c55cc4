-- What a change of type does with the values. Only what keeps their meaning: a value that would lose something is
-- refused by the guard, and then nothing changes. Templates over {value} (the column, never null), {type} (the new
-- column type) and {params} (the new type's parameters, jsonb). A guard never raises. Types of one storage need a row
-- as well: without one the change is refused.
create table if not exists thing.conversions (
    from_type   text not null,
    to_type     text not null,
    expression  text not null,
    guard       text not null default 'true',
    description text not null,
    builtin     boolean not null default false,
    primary key (from_type, to_type)
);
comment on table thing.conversions is
    'Changes of field type that keep the values'' meaning: how to convert, and which values convert.';
comment on column thing.conversions.expression is 'SQL template: value of from_type -> value of to_type.';
comment on column thing.conversions.guard is 'SQL template: whether a value converts without loss; never raises.';
grant select on thing.conversions to thing_admin, thing_tenant;

delete from thing.conversions where builtin;
insert into thing.conversions (builtin, from_type, to_type, expression, guard, description)
select true, f, t, c.expression, c.guard, c.description
  from (values
    -- numbers
    ('integer', 'bigint,decimal,float', '{value}::{type}', 'true', 'always'),
    ('bigint', 'integer', '{value}::integer', '{value} between -2147483648 and 2147483647', 'within 32 bits'),
    ('bigint', 'decimal', '{value}::{type}', 'true', 'always'),
    ('bigint', 'float', '{value}::{type}', '{value} between -9007199254740992 and 9007199254740992',
        'within 2^53, which a float holds exactly'),
    ('decimal', 'integer', '{value}::integer',
        '{value} between -2147483648 and 2147483647 and {value} = trunc({value})', 'whole numbers within 32 bits'),
    ('decimal', 'bigint', '{value}::bigint',
        '{value} between -9223372036854775808 and 9223372036854775807 and {value} = trunc({value})',
        'whole numbers within 64 bits'),
    ('decimal', 'float', '{value}::float8',
        'case when {value} = 0 then true when abs({value}) between 1e-300 and 1e300 then '
        '({value}::float8)::text::numeric = {value} else false end',
        'numbers that a float gives back digit by digit'),
    ('decimal', 'decimal', '{value}::{type}', 'true', 'numbers that fit the new precision and scale'),
    ('float', 'integer', '{value}::integer', '{value} between -2147483648 and 2147483647 and {value} = trunc({value})',
        'whole numbers within 32 bits'),
    ('float', 'bigint', '{value}::bigint',
        '{value} between -9007199254740992 and 9007199254740992 and {value} = trunc({value})',
        'whole numbers within 2^53'),
    ('float', 'decimal', '{value}::text::numeric',
        '{value} not in (''NaN'', ''Infinity'', ''-Infinity'')', 'finite numbers'),
    ('integer,bigint,decimal,float', 'json', 'to_jsonb({value})', '{value}::text !~ ''[IN]''', 'finite numbers'),
    -- to text: ISO 8601, whatever the session's settings
    ('integer,bigint,decimal,float,boolean,time,uuid,json,tree', 'text', '{value}::text', 'true', 'always'),
    ('date', 'text', 'to_jsonb({value}) #>> ''{}''', '{value} between date ''0001-01-01'' and date ''9999-12-31''',
        'the years 1 to 9999, as 2024-02-29'),
    ('datetime', 'text', '(to_jsonb({value} at time zone ''UTC'') #>> ''{}'') || ''Z''',
        '{value} between timestamptz ''0001-01-01 00:00:00+00'' and timestamptz ''9999-12-31 23:59:59.999999+00''',
        'the years 1 to 9999, as 2024-02-29T23:59:00Z'),
    ('select,email,url', 'text', '{value}', 'true', 'always'),
    ('text', 'text', '{value}', 'true', 'always: another collation'),
    ('email', 'email', '{value}', 'true', 'always: another collation'),
    ('url', 'url', '{value}', 'true', 'always: another collation'),
    ('geometry', 'json', 'thing.to_json', 'true', 'always, as GeoJSON'),
    -- from text: what is written without a doubt
    ('text', 'integer,bigint', '{value}::{type}',
        '{value} ~ ''^(0|-?[1-9][0-9]{0,18})$'' and thing.is_input({value}, ''{type}'')',
        'whole numbers without leading zeros'),
    ('text', 'decimal', '{value}::{type}', 'length({value}) <= 1000 and {value} ~ ''^-?(0|[1-9][0-9]*)(\.[0-9]+)?$''',
        'decimal numbers without leading zeros, like 12.50'),
    ('text', 'float', '{value}::float8',
        '{value} ~ ''^-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?$'' and thing.is_input({value}, ''float8'')',
        'numbers without leading zeros'),
    ('text', 'boolean', '{value} = ''true''', '{value} in (''true'', ''false'')', 'true and false'),
    ('text', 'date', '{value}::date',
        '{value} ~ ''^[0-9]{4}-[0-9]{2}-[0-9]{2}$'' and thing.is_input({value}, ''date'')', 'days like 2024-02-29'),
    ('text', 'time', '{value}::time',
        '{value} ~ ''^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?$'' and thing.is_input({value}, ''time'')',
        'times like 23:59:00'),
    ('text', 'datetime',
        'case when {value} ~ ''(Z|[+-][0-9]{2}(:?[0-9]{2})?)$'' and length({value}) > 10 then {value}::timestamptz '
        'else {value}::timestamp at time zone ''UTC'' end',
        '{value} ~ ''^[0-9]{4}-[0-9]{2}-[0-9]{2}[T '
        '][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$'' and thing.is_input({value}, '
        '''timestamptz'')',
        'points in time like 2024-02-29T23:59:00Z; UTC where no zone is named'),
    ('text', 'uuid', '{value}::uuid', '{value} ~* ''^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$''', 'UUIDs'),
    ('text', 'json', '{value}::jsonb', '{value} !~ ''^\s*null\s*$'' and thing.is_input({value}, ''jsonb'')',
        'JSON texts other than null'),
    ('text', 'select', '{value}', 'coalesce({params} -> ''values'' ? {value}, false)',
        'the names that the field allows'),
    ('text,select', 'multiselect', 'array[{value}]', 'coalesce({params} -> ''values'' ? {value}, false)',
        'the names that the field allows'),
    ('text', 'email,url', '{value}', 'true', 'always; the new type''s own rule looks at them'),
    ('text', 'tree', 'thing.from_json', 'thing.check_json', 'paths of labels'),
    ('select', 'select', '{value}', 'coalesce({params} -> ''values'' ? {value}, false)',
        'the names that the field allows'),
    ('multiselect', 'multiselect', '{value}', 'to_jsonb({value}) <@ ({params} -> ''values'')',
        'the names that the field allows'),
    ('multiselect,textList', 'select', '{value}[array_lower({value}, 1)]',
        'cardinality({value}) = 1 and coalesce({params} -> ''values'' ? {value}[array_lower({value}, 1)], false)',
        'lists of one name that the field allows'),
    ('multiselect', 'json', 'to_jsonb({value})', 'true', 'always, as a list'),
    -- days and points in time
    ('date', 'datetime', '{value}::timestamp at time zone ''UTC''',
        '{value} between date ''4000-01-01 BC'' and date ''294000-12-31''', 'always: midnight UTC'),
    ('datetime', 'date', '({value} at time zone ''UTC'')::date',
        'isfinite({value}) and ({value} at time zone ''UTC'') = date_trunc(''day'', {value} at time zone ''UTC'')',
        'midnights UTC'),
    ('date,time,datetime,uuid,boolean,email,url,select', 'json', 'to_jsonb({value})', 'true', 'always'),
    -- from JSON, where the kind fits
    ('text,email,url,select', 'textList', 'array[{value}]', 'true', 'always, as a list of one'),
    ('textList', 'multiselect', '{value}', 'to_jsonb({value}) <@ ({params} -> ''values'')',
        'the names that the field allows'),
    ('textList', 'json', 'to_jsonb({value})', 'true', 'always, as a list'),
    ('multiselect', 'textList', '{value}', 'true', 'always'),
    ('json', 'integer,bigint,decimal,float,boolean,date,time,datetime,uuid,geometry,vector', 'thing.from_json',
        'thing.check_json', 'values of the JSON kind that the type reads'),
    ('geometry', 'geometry', '{value}', 'thing.check_json', 'geometries of the new kind'),
    ('vector', 'vector', '{value}', 'thing.check_json', 'vectors of so many dimensions')
  ) as c (from_types, to_types, expression, guard, description)
  cross join lateral unnest(string_to_array(c.from_types, ',')) f
  cross join lateral unnest(string_to_array(c.to_types, ',')) t
on conflict (from_type, to_type) do nothing;

-- Lists: of one, from JSON, and item by item as a single value converts, where it needs no more than its value. {value}
-- of an item is _i._value.
insert into thing.conversions (builtin, from_type, to_type, expression, guard, description)
select true, t.item, t.name, 'array[{value}]', 'true', 'always, as a list of one' from thing.field_types t
 where t.item is not null and t.params = '{}'
union all
select true, t.name, t.item, '{value}[array_lower({value}, 1)]', 'cardinality({value}) = 1', 'lists of one'
  from thing.field_types t where t.item is not null and t.params = '{}'
union all
select true, 'json', t.name, 'thing.from_json', 'thing.check_json', 'values of the JSON kind that the type reads'
  from thing.field_types t where t.item is not null
union all
select true, a.name, b.name,
       format('array(select %s from unnest({value}) _i (_value))',
           replace(replace(c.expression, '{value}', '_i._value'), '{type}', i.pg_type)),
       format('not exists (select from unnest({value}) _i (_value) where (%s) is not true)',
           replace(replace(c.guard, '{value}', '_i._value'), '{type}', i.pg_type)),
       'of each item: ' || c.description
  from thing.field_types a
  join thing.conversions c on c.from_type = a.item and c.from_type <> c.to_type
   and (c.expression || c.guard) !~ 'thing[.](to|from|check)_json|[{]params[}]'
  join thing.field_types b on b.item = c.to_type
  join thing.field_types i on i.name = b.item
union all
select true, t.name, 'json', 'to_jsonb({value})', c.guard, c.description from thing.field_types t
  join thing.conversions c on c.from_type = t.item and c.to_type = 'json'
 where t.item <> 'text'
on conflict (from_type, to_type) do nothing;
