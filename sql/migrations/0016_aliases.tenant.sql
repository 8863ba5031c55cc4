-- Former names that the API still has are kept with the field.
alter table thing_class_fields add column if not exists aliases jsonb not null default '{}';
create index if not exists thing_class_fields_aliases_idx on thing_class_fields (class_id) where aliases <> '{}';
comment on column thing_class_fields.aliases is 'Former names that the API still has, with the time that each ends: {"author": "2026-12-12T00:00:00Z"}.';
