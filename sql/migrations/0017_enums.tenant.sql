-- Enums that fields share, and the index that finds the fields of one.
create table if not exists thing_enums (
    id              integer generated always as identity constraint thing_enums_pkey primary key,
    name            text not null,
    description     text,
    options         jsonb not null,
    created_version integer not null,
    dropped_version integer
);
create unique index if not exists thing_enums_name_key on thing_enums (name) where dropped_version is null;
comment on table thing_enums is 'Enums that select and multiselect fields share. A field names one by its id in params, beside a copy of the options.';
create index if not exists thing_class_fields_enum_idx on thing_class_fields ((params ->> 'enum')) where params ? 'enum';
