-- The names that we give to triggers (thing.class_triggers_sql); those of a change of type are retype_<field>. Others
-- are not ours.
create or replace function thing.trigger_names()
returns text[]
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select array['validate', 'stamp', 'log_insert', 'log_update', 'log_delete', 'link', 'unlink',
                 'refer_insert', 'refer_update', 'refuse_update', 'refuse_truncate']
$$;
comment on function thing.trigger_names() is 'The names of our triggers. Internal.';
revoke all on function thing.trigger_names() from public;
