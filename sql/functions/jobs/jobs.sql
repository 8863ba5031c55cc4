-- The background jobs of a tenant, newest first. A job that runs, but whose worker died, shows as queued.
-- Errors: those of thing.enter_tenant. Definer: tenants have no rights on thing_jobs.
create or replace function thing.jobs(tenant text)
returns table (
    id bigint, kind text, class text, field text, object_name text, state text, attempts integer, progress jsonb,
    error text, error_detail jsonb,
    schema_version integer, created_at timestamptz, run_after timestamptz, started_at timestamptz,
    finished_at timestamptz)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(jobs.tenant);
    return query
    select j.id, j.kind, c.name, f.name, j.object_name,
           case when j.state = 'running' and thing.job_holder(j.id) is null then 'queued' else j.state end,
           j.attempts, j.progress, j.error, j.error_detail, j.schema_version, j.created_at, j.run_after,
           j.started_at, j.finished_at
      from thing_jobs j
      left join thing_classes c on c.id = j.class_id
      left join thing_class_fields f on f.id = j.field_id
     order by j.id desc;
end
$$;
comment on function thing.jobs(text) is
    'Background jobs of a tenant: what each makes, how far it is, why it failed. Example: select * from '
    'thing.jobs(''acme'') where state <> ''done''.';
revoke all on function thing.jobs(text) from public;
grant execute on function thing.jobs(text) to thing_admin, thing_tenant;
