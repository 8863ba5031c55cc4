-- The watchdog: ends sessions of tenants' roles whose transactions hold up others, and tells which, whose, how old and
-- why:
--   'notify queue'   more than queue (0 to 1) of the cluster's NOTIFY queue is in use: a session that listens and stays
--                    in a transaction keeps it from being emptied, and when it is full, no change of a schema can
--                    commit. Oldest first, until it drains
--   'blocks others'  older than blocking, and a session that is not of the same tenant waits for it, as a background
--                    job does; or the core is being upgraded (py_api/queries/core_lock.sql), which waits too shortly
--                    for this to see
--   'too long'       older than longest: nothing that was deleted since can be cleaned up, in any tenant
-- A role can set its own timeouts as it likes, so they do not help. The API's roles do not listen.
-- Errors: TB044 FORBIDDEN. Definer: sees and ends the sessions of others.
create or replace function thing.end_blockers(blocking interval, longest interval, queue double precision)
returns table (tenant text, role text, pid integer, age interval, reason text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_session record;
    v_upgrade boolean := exists (
        select from pg_locks l
         where l.locktype = 'advisory' and l.granted
           and (l.classid, l.objid, l.objsubid) = (x'74'::integer::oid, x'68696e67'::integer::oid, 1)
           and l.database = (select d.oid from pg_database d where d.datname = current_database()));
begin
    perform thing.assert_admin();
    for v_session in
        with old as materialized (
            select a.pid, a.usename, a.xact_start from pg_stat_activity a
             where a.xact_start < clock_timestamp() - interval '1 second'
        ), held as materialized (   -- by whom, and who waits
            select b.pid, w.usename
              from pg_stat_activity w
              cross join lateral unnest(pg_blocking_pids(w.pid)) b (pid)
             where w.wait_event_type = 'Lock' and w.datname = current_database()
        )
        select t.slug, t.schema_name, o.usename::text as role, o.pid, clock_timestamp() - o.xact_start as age,
               o.usename = t.role_name as own,
               exists (select from held h
                        where h.pid = o.pid and h.usename not in (t.role_name, thing.api_role(t.role_name))) as blocks
          from old o
          join thing.tenants t on o.usename in (t.role_name, thing.api_role(t.role_name))
         order by o.xact_start
    loop
        reason := case
            when v_session.own and pg_notification_queue_usage() > end_blockers.queue then 'notify queue'
            when (v_session.blocks or v_upgrade) and v_session.age > end_blockers.blocking then 'blocks others'
            when v_session.age > end_blockers.longest then 'too long' end;
        continue when reason is null or not pg_terminate_backend(v_session.pid, 1000);
        perform thing.count_ending(v_session.schema_name, reason);
        tenant := v_session.slug;
        role := v_session.role;
        pid := v_session.pid;
        age := v_session.age;
        return next;
    end loop;
end
$$;
comment on function thing.end_blockers(interval, interval, double precision) is
    'End the sessions of tenants whose transactions hold up others, or last too long; returns which. Example: select '
    '* from thing.end_blockers(''60 s'', ''1 h'', 0.05).';
revoke all on function thing.end_blockers(interval, interval, double precision) from public;
grant execute on function thing.end_blockers(interval, interval, double precision) to thing_admin;
