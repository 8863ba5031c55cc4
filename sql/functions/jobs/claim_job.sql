-- Takes the job that has been due the longest, of one tenant or (null) of all, for this session. No row: no job is due.
-- A tenant has at most one job at a time in other sessions. thing.job_queue says which tenants to look at: those
-- without jobs cost nothing.
--
-- The protocol of a worker. It needs one connection of its own (no transaction pooling), autocommit, statement_timeout
-- 0, as a role that is a member of thing_admin and of thing_owner; and a lock_timeout, or a long transaction of
-- anybody's keeps it from all other jobs:
--   1. select * from thing.claim_job(null)                -- tenant, job; no row: wait, ask again
--   2. select thing.step_job(tenant, job)                 -- does what a short transaction can do, says what is left:
--        null          the job is done; back to 1
--        '{}'          more to do; 2 again
--        '{sql, ...}'  run these one by one, each outside a transaction (CREATE INDEX CONCURRENTLY ...), then 2 again
--   3. When 2 fails: run the statements of thing.job_remains(tenant, job), each outside a transaction, as far as that
--      goes; select thing.fail_job(tenant, job, sqlstate, message, detail), back to 1. It is tried again later, or told
--      as failed.
-- A claim lasts as long as the session: the jobs of a worker that died are taken over (thing.job_holder). Every step is
-- worked out from what the metadata wants and what is there, so nothing is lost or done twice, wherever the one before
-- it stopped.
-- Errors: TB044 FORBIDDEN. Definer: reads every tenant's queue.
create or replace function thing.claim_job(only_tenant text default null)
returns table (tenant text, job bigint, kind text, object_name text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant record;
    v_job record;
begin
    perform thing.assert_admin();
    for v_tenant in
        select t.slug, t.schema_name
          from thing.job_queue q
          join thing.tenants t on t.schema_name = q.schema_name
         where case when claim_job.only_tenant is null then q.due_at <= clock_timestamp()
                    else t.slug = claim_job.only_tenant end
         order by q.due_at, q.schema_name
    loop
        perform from thing.job_queue q where q.schema_name = v_tenant.schema_name for update skip locked;
        -- another worker looks at it, a migration queues a job, or the tenant is being dropped
        continue when not found;
        begin
            perform thing.enter_tenant(v_tenant.slug);
            continue when exists (
                select from pg_locks l
                 where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.pid <> pg_backend_pid()
                   and l.database = (select d.oid from pg_database d where d.datname = current_database())
                   and l.classid = thing.job_lock_key());
            for v_job in
                select j.id, j.kind, j.object_name
                  from thing_jobs j
                 where j.state in ('queued', 'running') and j.run_after <= clock_timestamp()
                 order by j.id
                   for update skip locked
            loop
                continue when thing.job_holder(v_job.id) is not null
                    or not pg_try_advisory_lock(thing.job_lock_key()::integer, (v_job.id & 2147483647)::integer);
                update thing_jobs j set state = 'running', attempts = j.attempts + 1, started_at = clock_timestamp()
                 where j.id = v_job.id;
                return query select v_tenant.slug, v_job.id, v_job.kind, v_job.object_name;
                return;
            end loop;
            update thing.job_queue q
               set due_at = n.due_at
              from (select min(j.run_after) as due_at from thing_jobs j where j.state in ('queued', 'running')) n
             where q.schema_name = v_tenant.schema_name and n.due_at is not null;
            if not found then
                delete from thing.job_queue q where q.schema_name = v_tenant.schema_name;
            end if;
        exception when undefined_table or invalid_schema_name or sqlstate 'TB040' then
            if claim_job.only_tenant is not null then
                raise;
            end if;   -- dropped since the loop began, or while we waited for its lock
        end;
    end loop;
end
$$;
comment on function thing.claim_job(text) is
    'Take the job that has been due the longest, of a tenant or of all, for this session. Returns tenant, job, kind, '
    'object_name; see thing.step_job. Example: select * from thing.claim_job(''acme'').';
revoke all on function thing.claim_job(text) from public;
grant execute on function thing.claim_job(text) to thing_admin;
