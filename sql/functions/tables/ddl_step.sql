-- One physical step of a schema change, named by its parts: a statement with the table that it locks, a lock alone, or
-- a job. Pure. (No search_path of its own, so that it is inlined.)
create or replace function thing.ddl_step(
    phase thing.ddl_phase, sql text default null, table_name text default null, lock_mode text default null,
    job jsonb default null, rewrites boolean default false, kind thing.ddl_kind default 'change')
returns thing.ddl_step
language sql
immutable
as $$
    select (ddl_step.phase, ddl_step.sql, ddl_step.table_name, ddl_step.lock_mode, ddl_step.rewrites,
               ddl_step.job, ddl_step.kind)::thing.ddl_step
$$;
comment on function thing.ddl_step(thing.ddl_phase, text, text, text, jsonb, boolean, thing.ddl_kind) is
    'Make a step of a schema change. Internal.';
revoke all on function thing.ddl_step(thing.ddl_phase, text, text, text, jsonb, boolean, thing.ddl_kind) from public;
