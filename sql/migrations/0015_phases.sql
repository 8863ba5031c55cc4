-- The phases of a schema change have names. (No table has a column of the type, and no session waits for it: it is used within migrations only.)
create type thing.ddl_phase as enum (
    'checks', 'tables', 'columns', 'drops', 'rows', 'indexes', 'foreign_keys', 'not_nulls', 'triggers', 'grants', 'jobs');
alter type thing.ddl_step alter attribute phase type thing.ddl_phase;
