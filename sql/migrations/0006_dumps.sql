-- Dumps and pg_upgrade: no column of a type that pg_upgrade refuses. The names are written out, schema included.
set local search_path = pg_catalog, pg_temp;
alter table thing.rules alter column function type text using function::text;
comment on column thing.rules.function is
    'The DBA''s function behind a rule of thing.register_rule, as schema.name(types). Text: pg_upgrade refuses columns of type regprocedure.';
set local search_path to default;
