-- The name of a reference at its other end is kept with the reference. thing.name_inverses gives those that are there the name that they have.
alter table thing_class_fields add column if not exists inverse_name text;
create index if not exists thing_class_fields_inverse_name_idx on thing_class_fields (inverse_name) where inverse_name is not null;
comment on column thing_class_fields.inverse_name is
    'What the target class of a reference calls the things that refer to it (thing.default_inverse, or as chosen). Null where the reference is inherited or has no target.';
