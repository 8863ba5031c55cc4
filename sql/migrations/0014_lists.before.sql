-- Of which type the items of a list are.
alter table thing.field_types add column if not exists item text;
