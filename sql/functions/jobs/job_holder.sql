-- The process id of the session that works on a job, or null. The session that claims a job holds a session's advisory
-- lock for it: when the worker dies, PostgreSQL lets go, and not before a statement that it left running has ended. No
-- clock is involved. Runs inside the tenant's schema.
create or replace function thing.job_holder(p_job bigint)
returns integer
language plpgsql
as $$
begin
    return (
        select l.pid
          from pg_locks l
         where l.locktype = 'advisory' and l.granted and l.objsubid = 2
           and l.database = (select d.oid from pg_database d where d.datname = current_database())
           and l.classid = thing.job_lock_key() and l.objid = (p_job & 2147483647)::oid);
end
$$;
comment on function thing.job_holder(bigint) is
    'Process id of the session that has claimed a job; null when none has. Internal.';
revoke all on function thing.job_holder(bigint) from public;
