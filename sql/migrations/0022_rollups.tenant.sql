-- Rollups: classes whose things are figures of groups of other things.
alter table thing_classes add column if not exists rollup jsonb;
comment on column thing_classes.rollup is
    'What a rollup counts and how: {class, filter, keys: [{field, path, by, zone}], figures: '
    '[{field, function, path}], refresh}, fields by their ids. Null: a class of things of its own.';
create table if not exists thing_rollups (
    class_id     integer constraint thing_rollups_pkey primary key
                 constraint thing_rollups_class_id_fkey references thing_classes (id) on delete cascade,
    refreshed_at timestamptz not null,
    seconds      double precision not null
);
comment on table thing_rollups is 'When each rollup was filled last (thing.fill_rollup), and how long that took.';
