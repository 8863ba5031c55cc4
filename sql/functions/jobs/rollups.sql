-- The rollups of a tenant: what each counts, how it is refreshed, when its figures were right last (null: they are not
-- filled yet; an immediate one is right from then on), how long that took, and what its job, if it has one, says.
-- Errors: those of thing.enter_tenant. Definer: tenants have no rights on thing_jobs.
create or replace function thing.rollups(tenant text)
returns table (
    name text, class text, refresh text, refreshed_at timestamptz, age interval, seconds double precision,
    job_state text, next_at timestamptz, error text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(rollups.tenant);
    return query
    select c.name, s.name, coalesce(c.rollup #>> '{refresh,every}', c.rollup ->> 'refresh'),
           r.refreshed_at, case when c.rollup ->> 'refresh' <> 'immediate' then clock_timestamp() - r.refreshed_at end,
           r.seconds, j.state, j.run_after, j.error
      from thing_classes c
      join thing_classes s on s.id = (c.rollup ->> 'class')::integer
      left join thing_rollups r on r.class_id = c.id
      left join thing_jobs j on j.kind = 'rollup' and j.class_id = c.id and j.state <> 'done'
     where c.dropped_version is null
     order by c.name collate "C";
end
$$;
comment on function thing.rollups(text) is
    'Rollups of a tenant: how each is refreshed, when that was last, what went wrong. Example: select * from '
    'thing.rollups(''acme'').';
revoke all on function thing.rollups(text) from public;
grant execute on function thing.rollups(text) to thing_admin, thing_tenant;
