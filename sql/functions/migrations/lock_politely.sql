-- Takes every lock that the steps need, all or none, waiting at most 100 ms at a time: who stands behind us in the lock
-- queue is never held up longer. Between tries the locks are let go. Tables that the steps make themselves need none.
-- Runs inside the tenant's schema. Errors: TB030 SCHEMA_BUSY after p_tries tries.
create or replace function thing.lock_politely(p_steps thing.ddl_step[], p_tries integer default 40)
returns void
language plpgsql
as $$
declare
    v_modes constant text[] := array['SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE',
        'EXCLUSIVE', 'ACCESS EXCLUSIVE'];
    v_locks text[];
    v_lock text;
    v_before text := current_setting('lock_timeout');
begin
    select array_agg(format('lock table %I.%I in %s mode', current_schema(), l.table_name, v_modes[l.mode])
               order by l.table_name)
      into v_locks
      from (select s.table_name, max(array_position(v_modes, s.lock_mode)) as mode
              from unnest(p_steps) s
             where s.table_name is not null and to_regclass(quote_ident(s.table_name)) is not null
             group by s.table_name) l;
    if v_locks is null then
        return;
    end if;
    for v_try in 1 .. p_tries loop
        begin
            perform set_config('lock_timeout', '100ms', true);
            foreach v_lock in array v_locks loop
                execute v_lock;
            end loop;
            perform set_config('lock_timeout', v_before, true);
            return;
        exception when lock_not_available or deadlock_detected then
            null;   -- the subtransaction has let go of what it had
        end;
        perform pg_sleep(0.05 + random() * 0.2);
    end loop;
    perform thing.fail('SCHEMA_BUSY',
        format('could not lock %s in time', array_to_string(v_locks, '; ')), to_jsonb(v_locks));
end
$$;
comment on function thing.lock_politely(thing.ddl_step[], integer) is
    'Lock the tables of a migration without holding others up. Internal.';
revoke all on function thing.lock_politely(thing.ddl_step[], integer) from public;
