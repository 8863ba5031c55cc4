-- The tables of field types and rules; 20_field_types.sql and 21_rules.sql fill them, and say what their columns hold.
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
comment on column thing.field_types.category is
    'What rules and comparisons look at: types of one category share rules.';
comment on column thing.field_types.pg_type is
    'Column type without its modifier; null: the type has no column (a join table holds it).';
comment on column thing.field_types.pg_modifier is
    'Type modifier, used when every parameter that it names is given, and round where the type takes that.';
comment on column thing.field_types.json_kind is 'JSON kind of the value on output.';
comment on column thing.field_types.json_input is 'JSON kinds accepted on input, as jsonb_typeof names them.';
comment on column thing.field_types.operators is 'Filter operators of the API.';
comment on column thing.field_types.index_method is 'Index by default: template over {column}; null: not indexable.';
comment on column thing.field_types.search_method is
    'Index of a searchable field: template over {column} and {words} (thing.words_sql); null: not searchable.';
comment on column thing.field_types.search_extension is 'Extension without which the type is not searchable.';
comment on column thing.field_types.extension is 'Extension without which the type is off (EXTENSION_MISSING).';
comment on column thing.field_types.params is 'Parameters: name -> schema.';
comment on column thing.field_types.rules is
    'Rules the type brings along; {"$param": name} takes the value of a parameter (thing.type_rule). A field may '
    'switch one off by null.';
comment on column thing.field_types.from_json is 'SQL template: jsonb expression -> value of pg_type.';
comment on column thing.field_types.to_json is 'SQL template: value of pg_type -> jsonb.';
comment on column thing.field_types.expects is
    'What the message says when a value is not of the type: "must be <expects>".';
comment on column thing.field_types.takes is
    'Regular expression of the whole text that a value is read from; null: any that PostgreSQL reads. from_json holds '
    'values to it, the API the operands of filters.';
comment on column thing.field_types.case_method is
    'Second index of an indexed field, for what the first does not serve: operators that ignore case, hasKey, '
    'distances in metres. Template over {column}; null: it has none.';
comment on column thing.field_types.compared_as is
    'Template over {column}: what is equal in values that are the same, for eq, in, unique and upserts; null: the '
    'value itself.';
comment on column thing.field_types.item is
    'Field type of the items of a list, whose rules, JSON and operands they have; null: no list of values.';
grant select on thing.field_types to thing_admin, thing_tenant;

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
comment on column thing.rules.level is
    '"field": stands on a field, or on all fields of a class; "class": a check across fields.';
comment on column thing.rules.applies_to is
    'Types or categories of thing.field_types that the rule fits; * for all that have a column. Empty: only types '
    'bring it along.';
comment on column thing.rules.argument is 'Schema of the argument.';
comment on column thing.rules.predicate is 'SQL template; null for a rule that only a native constraint can hold.';
comment on column thing.rules.predicates is 'Templates for single types or categories, in place of predicate.';
comment on column thing.rules.message is 'Message template, read after "<field>: ".';
comment on column thing.rules.native is 'A native constraint holds the rule too (NOT NULL, UNIQUE).';
comment on column thing.rules.upper is 'Rules whose argument this one''s must not exceed: {"max": "<="}.';
comment on column thing.rules.function is
    'The DBA''s function behind a rule of thing.register_rule, as schema.name(types). Text: pg_upgrade refuses '
    'columns of type regprocedure.';
grant select on thing.rules to thing_admin, thing_tenant;
