-- Indexes over several keys are metadata, too.
create table if not exists thing_class_indexes (
    id              integer generated always as identity constraint thing_class_indexes_pkey primary key,
    class_id        integer not null constraint thing_class_indexes_class_id_fkey references thing_classes (id),
    name            text not null,
    field_ids       integer[] not null,
    orders          text[] not null,
    created_version integer not null,
    constraint thing_class_indexes_name_key unique (class_id, name)
);
comment on table thing_class_indexes is
    'Indexes over several keys. Those that extend the class have them too, without a row of their own.';
comment on column thing_class_indexes.field_ids is
    'The keys: fields of the class, or what thing.system_keys calls createdAt and updatedAt.';
comment on column thing_class_indexes.orders is
    'The direction of each key: ASC, DESC, ASC_NULLS_FIRST, DESC_NULLS_LAST.';
