-- Options have other names on the way from one column to another.
drop function if exists thing.conversion_sql(text, text, jsonb, text);
drop function if exists thing.retypes_of(integer);
drop function if exists thing.expand_type(integer, text, jsonb, jsonb, integer);
drop function if exists thing.retype_field(integer, jsonb, boolean, integer, boolean);
