-- What texts a field type's values are read from.
alter table thing.field_types add column if not exists takes text;
