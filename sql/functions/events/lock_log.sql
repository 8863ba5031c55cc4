-- Locks the log, and partitions of it, so that they can be altered: true, or false when others used them all the time.
-- Writers stand behind the last of these locks alone, for 40 ms at most; then they are let go, and tried again. Runs
-- inside the tenant's schema.
create or replace function thing.lock_log(p_partitions text[] default '{}')
returns boolean
language plpgsql
as $$
declare
    v_before text := current_setting('lock_timeout');
    v_table text;
begin
    for v_try in 1 .. 20 loop
        begin
            perform set_config('lock_timeout', '40ms', true);
            foreach v_table in array p_partitions || 'change_log'::text loop
                execute format('lock table only %I in access exclusive mode', v_table);
            end loop;
            perform set_config('lock_timeout', v_before, true);
            return true;
        exception when lock_not_available or deadlock_detected then
            null;   -- the subtransaction has let go of what it had
        end;
        perform pg_sleep(0.03 + random() * 0.1);
    end loop;
    return false;
end
$$;
comment on function thing.lock_log(text[]) is 'Lock the log without holding writers up. Internal.';
revoke all on function thing.lock_log(text[]) from public;
