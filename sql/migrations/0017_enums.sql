-- What renames an option of an enum makes jobs of all its fields.
drop function if exists thing.retype_field(integer, jsonb, boolean, integer, boolean, jsonb);
-- The checksum of a schema is over its enums, too (thing.schema_checksum).
drop function if exists thing.metadata_checksum();
