-- The kinds of schema changes: which keys each takes. thing.op_<name>() carries it out.
create table if not exists thing.change_types (
    name        text primary key,
    required    text[] not null,
    optional    text[] not null,
    description text not null
);
comment on table thing.change_types is
    'The kinds of schema changes: name (the key "op" of a change), keys it must and may have, what it does.';
grant select on thing.change_types to thing_admin, thing_tenant;

-- not TRUNCATE: a tenant that reads it would hold up the upgrade, and the upgrade all tenants
delete from thing.change_types;
insert into thing.change_types (name, required, optional, description) values
    ('create_class',  '{class}',
        '{label,description,extends,abstract,rules,fields,uniques,indexes,overrides,deprecated}',
        'A new class with its fields.'),
    ('alter_class',   '{class,set}',         '{}',
        'Change label, description or deprecation of a class.'),
    ('rename_class',  '{class,to}',          '{}',
        'Give a class another name; its table keeps its own.'),
    ('drop_class',    '{class}',             '{}',
        'Hide a class with its things, until it is restored or purged.'),
    ('restore_class', '{id}',                '{}',                 'Bring a dropped class back.'),
    ('add_field',     '{class,field}',       '{existing}',         'A new field, in the class and all that extend it.'),
    ('alter_field',   '{class,field,set}',   '{existing}',
        'Change type, default, index, label and the like of a field.'),
    ('rename_field',  '{class,field,to}',    '{keepAlias}',
        'Give a field another name; its column keeps its own. The API may keep the old one for a time.'),
    ('rename_option', '{class,field,from,to}', '{}',
        'Give an option of a select or multiselect another name; its things, default and rules follow.'),
    ('drop_field',    '{class,field}',       '{}',
        'Hide a field with its values, until it is restored or purged.'),
    ('restore_field', '{id}',                '{}',                 'Bring a dropped field back.'),
    ('restore_type',  '{class,field,id}',    '{}',
        'Undo a change of type: take the kept column (hidden field id) back.'),
    ('set_rules',     '{class,rules}',       '{field,existing}',   'Replace the rules of a field, or of the class.'),
    ('create_enum',   '{enum,values}',       '{description}',      'A new enum: options that several fields share.'),
    ('alter_enum',    '{enum,set}',          '{existing}',
        'Change options or description of an enum; all fields of it follow.'),
    ('rename_enum',   '{enum,to}',           '{}',                 'Give an enum another name.'),
    ('rename_enum_option', '{enum,from,to}', '{}',
        'Give an option of an enum another name; things, defaults and rules of all its fields follow.'),
    ('drop_enum',     '{enum}',              '{}',
        'Hide an enum that no field has as its type, until it is restored or purged.'),
    ('restore_enum',  '{id}',                '{}',                 'Bring a dropped enum back.'),
    ('restore_options', '{id,values}',       '{}',
        'Undo the rename of an option: part of its inverse, with restore_type.'),
    ('add_unique',    '{class,name,fields}', '{}',                 'Make a combination of fields unique.'),
    ('drop_unique',   '{class,name}',        '{}',                 'Lift a combination''s uniqueness.'),
    ('add_index',     '{class,name,keys}',   '{}',
        'An index over several keys, for lists that are filtered and ordered by them.'),
    ('drop_index',    '{class,name}',        '{}',                 'Take an index over several keys away.'),
    ('create_rollup', '{name,class}',
        '{groupBy,aggregates,filter,refresh,label,description,deprecated}',
        'Figures of groups of a class''s things, kept ready: at each write, by interval or by hand.'),
    ('drop_rollup',   '{name}',              '{}',
        'Hide a rollup, until it is restored or purged.'),
    ('swap_type',     '{class,field}',       '{}',
        'Finish a type change that ran as a background job.'),
    ('keep_field',    '{class,field}',       '{}',
        'Read a kept field from its column, which a background job has filled.'),
    ('cancel_type',   '{class,field}',       '{}',
        'Give up a type change that still runs as a background job.');
