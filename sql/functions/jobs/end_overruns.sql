-- The watchdog: ends what goes beyond the tenants' own limits in sessions of their own roles, and tells which, whose,
-- how old and why. PostgreSQL lets every role set its timeouts as it likes, so they stop only who leaves them alone:
--   'statement cancelled'   a statement is older than statement_timeout
--   'statement'             it still runs, `patience` after that: the session ends
--   'idle in transaction'   the session has done nothing in its transaction for idle_in_transaction_session_timeout
--   'transaction'           its transaction is older than transaction_timeout
-- each with so much grace, in which PostgreSQL does it by itself where it can. A limit of 0 is none. The API's roles
-- are left alone: what they run is the API's own. Errors: TB044 FORBIDDEN. Definer: sees and ends others' sessions.
create or replace function thing.end_overruns(grace interval, patience interval)
returns table (tenant text, role text, pid integer, age interval, reason text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_session record;
begin
    perform thing.assert_admin();
    for v_session in
        with sessions as materialized (
            select a.pid, a.usename, a.state !~ '^idle' as runs, clock_timestamp() - a.query_start as of_query,
                   clock_timestamp() - a.state_change as of_state, clock_timestamp() - a.xact_start as of_transaction
              from pg_stat_activity a
             where a.backend_type = 'client backend' and a.xact_start is not null and a.pid <> pg_backend_pid()
               and least(a.query_start, a.state_change, a.xact_start) < clock_timestamp() - end_overruns.grace
        )
        select s.*, t.slug, t.schema_name,
               thing.limit_interval(t.limits, 'statement_timeout') + end_overruns.grace as statement,
               thing.limit_interval(t.limits, 'idle_in_transaction_session_timeout') + end_overruns.grace as idle,
               thing.limit_interval(t.limits, 'transaction_timeout') + end_overruns.grace as transaction
          from sessions s
          join thing.tenants t on t.role_name = s.usename
         order by s.of_transaction desc
    loop
        reason := case
            when v_session.runs and v_session.of_query > v_session.statement + end_overruns.patience then 'statement'
            when v_session.runs and v_session.of_query > v_session.statement then 'statement cancelled'
            when not v_session.runs and v_session.of_state > v_session.idle then 'idle in transaction'
            when v_session.of_transaction > v_session.transaction then 'transaction' end;
        continue when reason is null;
        if reason = 'statement cancelled' then
            continue when not pg_cancel_backend(v_session.pid);
        else
            continue when not pg_terminate_backend(v_session.pid, 1000);
        end if;
        perform thing.count_ending(v_session.schema_name, reason);
        tenant := v_session.slug;
        role := v_session.usename;
        pid := v_session.pid;
        age := case reason when 'idle in transaction' then v_session.of_state
                           when 'transaction' then v_session.of_transaction else v_session.of_query end;
        return next;
    end loop;
end
$$;
comment on function thing.end_overruns(interval, interval) is
    'End statements and sessions of tenants'' roles that go beyond the tenants'' limits of time; returns which. '
    'Example: select * from thing.end_overruns(''1 s'', ''5 s'').';
revoke all on function thing.end_overruns(interval, interval) from public;
grant execute on function thing.end_overruns(interval, interval) to thing_admin;
