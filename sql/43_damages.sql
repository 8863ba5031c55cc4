-- What thing.check finds and what thing.repair does about it. A kind of damage is a row here. remedy: 'repair' =
-- thing.repair mends it; 'foreign' = made by hand, left unless thing.repair has drop_foreign => true; 'none' =
-- reported only, because the right state is not known or the rows are the tenant's own.
create table if not exists thing.damage_kinds (
    name        text primary key,
    severity    text not null check (severity in ('error', 'warning')),
    remedy      text not null check (remedy in ('repair', 'foreign', 'none')),
    description text not null
);
comment on table thing.damage_kinds is 'The kinds of damage that thing.check tells apart.';
comment on column thing.damage_kinds.severity is
    'error: data, rules, the log or isolation are at risk. warning: nothing is at risk, but the schema is not as it '
    'should be.';
grant select on thing.damage_kinds to thing_admin;

delete from thing.damage_kinds;   -- a truncate would lock out everyone who reads them
insert into thing.damage_kinds (name, severity, remedy, description) values
    ('missing schema', 'error', 'none', 'The schema of the tenant is gone: restore it from a backup.'),
    ('changed owner', 'error', 'repair',
        'A schema, table, sequence or function belongs to another role than thing_owner.'),
    ('missing table', 'error', 'repair',
        'A table is gone. Repair creates it, empty: rows come back from a backup only.'),
    ('changed table', 'error', 'repair',
        'Unlogged, row security on, no replica identity, or attached to another table by inheritance.'),
    ('unknown table', 'warning', 'foreign', 'A table, view, sequence or type in the schema that is not ours.'),
    ('missing column', 'error', 'repair', 'A column is gone. Repair creates it with its default.'),
    ('changed column', 'error', 'repair', 'Another type, collation, default or NOT NULL, or generated.'),
    ('unknown column', 'warning', 'foreign', 'A column that is not ours.'),
    ('missing constraint', 'error', 'repair', 'A primary key, unique, foreign key or CHECK is gone.'),
    ('changed constraint', 'error', 'repair',
        'A constraint of our name over other columns, with other actions, or not validated.'),
    ('unknown constraint', 'warning', 'foreign',
        'A constraint that is not ours: it may refuse writes that the rules allow.'),
    ('missing index', 'warning', 'repair', 'An index is gone.'),
    ('changed index', 'warning', 'repair', 'An index of our name over other columns, of another kind, or invalid.'),
    ('unknown index', 'warning', 'foreign',
        'An index that is not ours. A unique one may refuse writes that the rules allow.'),
    ('missing statistics', 'warning', 'repair', 'Statistics over the keys of an index are gone.'),
    ('changed statistics', 'warning', 'repair', 'Statistics of our name over other columns, or of another kind.'),
    ('unknown statistics', 'warning', 'foreign', 'Statistics of a name like ours that no index has.'),
    ('missing job', 'warning', 'repair', 'Work over a large table is needed, and no job is queued for it.'),
    ('missing trigger', 'error', 'repair', 'A trigger is gone: rules, versions, history or events are missing.'),
    ('disabled trigger', 'error', 'repair', 'A trigger is disabled, or fires only on a replica.'),
    ('changed trigger', 'error', 'repair', 'A trigger of our name does something else.'),
    ('unknown trigger', 'warning', 'foreign', 'A trigger that is not ours.'),
    ('missing function', 'error', 'repair', 'A trigger function is gone.'),
    ('changed function', 'error', 'repair', 'A trigger function was replaced.'),
    ('unknown function', 'warning', 'foreign', 'A function in the schema that is not ours.'),
    ('unknown rule', 'error', 'foreign', 'A rewrite rule on one of our tables: it can bypass triggers.'),
    ('unknown policy', 'warning', 'foreign', 'A row security policy on one of our tables.'),
    ('missing grant', 'error', 'repair', 'The tenant''s role lacks a privilege that it needs.'),
    ('unknown grant', 'error', 'repair',
        'A privilege that no role should have: it bypasses the rules or another tenant''s walls.'),
    ('default grant', 'error', 'repair', 'ALTER DEFAULT PRIVILEGES grants rights on coming tables or functions.'),
    ('missing role', 'error', 'repair', 'The role of the tenant is gone. Repair creates it without a password.'),
    ('changed role', 'error', 'repair',
        'The role can log in, or cannot, against the state of the tenant, or has attributes that it must not have.'),
    ('role setting', 'warning', 'repair', 'A limit or the search_path of a role is not what the tenant''s limits say.'),
    ('missing membership', 'error', 'repair', 'A role is not a member of the group that it needs.'),
    ('unknown membership', 'error', 'repair',
        'A role is a member of one that gives it more, or another role of a tenant''s.'),
    ('event trigger', 'warning', 'none', 'An event trigger of the database can change what a migration does.'),
    ('changed checksum', 'error', 'none',
        'Rows of the metadata were edited by hand: they are not what the last migration left.'),
    ('broken metadata', 'error', 'none', 'Rows of the metadata contradict each other.'),
    ('changed cache', 'error', 'repair', 'Compiled rules, names or catalog entries are not what the metadata give.'),
    ('missing version', 'error', 'repair',
        'A row of schema_versions is gone. Repair writes it from the change log; a rollback over it is refused.'),
    ('lost version', 'error', 'none', 'A row of schema_versions is gone, and the change log does not have it.'),
    ('changed version', 'error', 'repair', 'A row of schema_versions is not what the change log says.'),
    ('changed sequence', 'error', 'repair', 'A sequence stands before ids that are given out.'),
    ('missing row', 'error', 'repair', 'The row of change_log_state is gone.'),
    ('missing instance', 'error', 'repair', 'Things have no row in thing_instances (row check).'),
    ('orphaned instance', 'error', 'repair', 'Rows of thing_instances have no thing (row check).'),
    ('orphaned link', 'error', 'repair', 'Rows of a join table have no source or no target (row check).'),
    ('dangling reference', 'error', 'none', 'Things refer to things that are not there (row check).'),
    ('rule violation', 'error', 'none',
        'Things break the rules of their class: thing.violating_rows shows them (row check).'),
    ('unlogged write', 'error', 'none',
        'The log does not have the last version of things: they were written past the triggers (row check).'),
    ('changed figures', 'error', 'repair',
        'A rollup is not what the things say: they, or it, were written past the triggers (row check).'),
    ('changed core', 'error', 'none',
        'A function, table, grant or registry of schema thing was changed: run `thingbase db upgrade`.'),
    ('failed check', 'error', 'none', 'A part of the check failed; what else is wrong explains it.');

do $$
begin
    if to_regtype('thing.damage') is null then
        create type thing.damage as (
            kind    text,
            class   text,
            object  text,
            message text,
            fix     text[]      -- statements that mend it, as thing_owner or a superuser
        );
    end if;
    if to_regtype('thing.catalog_part') is null then
        create type thing.catalog_part as (
            table_name text,
            part       text,    -- table | column | constraint | index | function
            name       text,
            definition jsonb
        );
    end if;
end
$$;
comment on type thing.damage is 'Something that is not as it should be, and the statements that mend it.';
comment on type thing.catalog_part is 'A table, column, constraint, index or function, as pg_catalog describes it.';

-- What a tenant's schema has, whatever its classes: its own tables, the system columns of a class's table (tc_model)
-- and a join table (tj_model), its trigger functions; and what the core itself is (scope 'core'). Read from pg_catalog
-- at install (thing.note_parts).
create table if not exists thing.parts (
    scope      text not null check (scope in ('tenant', 'core')),
    table_name text not null,
    part       text not null,
    name       text not null,
    definition jsonb not null,
    primary key (scope, table_name, part, name)
);
comment on table thing.parts is 'What every tenant''s schema, and the core, has, as this server describes it.';
