-- Whether a trigger has a name that we give (thing.class_triggers_sql). Those of a change of type are retype_<field>.
create or replace function thing.is_our_trigger(p_name text)
returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select p_name = any ('{validate,stamp,log_insert,log_update,log_delete,link,unlink,refer_insert,refer_update,'
                         'refuse_update,refuse_truncate,count_given,grow_insert,grow_update,'
                         'upkeep_insert,upkeep_update,upkeep_delete}')
           or p_name ~ '^rollup_[0-9]+_'
$$;
comment on function thing.is_our_trigger(text) is 'Whether a trigger has a name of ours. Internal.';
revoke all on function thing.is_our_trigger(text) from public;
