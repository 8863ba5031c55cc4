-- What ignores case, and which values are the same.
alter table thing.field_types add column if not exists case_method text;
alter table thing.field_types add column if not exists compared_as text;
alter table thing.formats add column if not exists condition text;
-- Collations of texts.
alter table thing.tenants add column if not exists text_collation text;
