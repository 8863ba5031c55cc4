-- What thing.doctor says of the tenants: jobs that are stuck or have failed, logs that only grow, sequences and indexes
-- that do not work.
create or replace function thing.doctor_tenants()
returns table (area text, severity text, message text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenant record;
    v_failed bigint;
    v_stuck bigint;
begin
    for v_tenant in select t.slug, t.schema_name from thing.tenants t order by t.slug loop
        continue when to_regclass(format('%I.thing_jobs', v_tenant.schema_name)) is null;
        execute format(
            'select count(*) filter (where state = ''failed''), count(*) filter (where state = ''queued'' and '
            'run_after < clock_timestamp() - interval ''10 minutes'') from %I.thing_jobs', v_tenant.schema_name)
           into v_failed, v_stuck;
        if v_failed > 0 then
            return query select 'jobs', 'warning', format('%s jobs of tenant %s have failed', v_failed, v_tenant.slug),
                format('thingbase jobs list %s says why; jobs retry %1$s JOB.', v_tenant.slug);
        end if;
        if v_stuck > 0 then
            return query select 'jobs', 'error', format('%s jobs of tenant %s are due and not taken', v_stuck,
                v_tenant.slug), 'Start a worker: thingbase jobs run --watch';
        end if;
    end loop;
    return query
    select 'log', 'warning', format('the change log of tenant %s takes %s, more than its things', t.slug,
               pg_size_pretty(s.log)), format('thingbase tenant limits %s ''log_keep=90 days''', t.slug)
      from thing.tenants t
      join pg_namespace n on n.nspname = t.schema_name
      join (   -- once for all: no index leads to the tables of a schema
          select c.relnamespace, sum(c.relpages::bigint) filter (where c.relname ~ '^change_log') * 8192 as log,
                 sum(c.relpages::bigint) filter (where c.relname ~ '^t[cj]_') * 8192 as things
            from pg_class c
           where c.relkind = 'r'
           group by c.relnamespace) s on s.relnamespace = n.oid
     where s.log > 1073741824 and s.log > s.things
     order by s.log desc limit 20;
    return query
    select 'indexes', 'error', format('index %s is not valid: nothing uses it, and writes keep it up',
               i.indexrelid::regclass),
           'thingbase tenant check says which job makes it; --repair mends it otherwise.'
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      join thing.tenants t on to_regnamespace(quote_ident(t.schema_name)) = c.relnamespace
     where not i.indisvalid
       and not exists (select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid)
     order by 1 limit 20;
end
$$;
comment on function thing.doctor_tenants() is 'What thing.doctor says of jobs, logs and indexes. Internal.';
revoke all on function thing.doctor_tenants() from public;
