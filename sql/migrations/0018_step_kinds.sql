-- A step of a schema change has a kind, where something decides by it. (No table has a column of the type.)
create type thing.ddl_kind as enum ('change', 'instances', 'note');
alter type thing.ddl_step add attribute kind thing.ddl_kind;
drop function if exists thing.ddl_step(thing.ddl_phase, text, text, text, jsonb, boolean);
