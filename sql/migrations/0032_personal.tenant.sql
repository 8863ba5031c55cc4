-- Fields that are marked personal.
alter table thing_class_fields add column if not exists personal boolean not null default false;
comment on column thing_class_fields.personal is
    'Its values say something about a person: a clone for tests gets made-up ones in their place.';
