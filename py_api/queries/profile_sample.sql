-- What the sessions of a tenant ($1) work on at this moment.
select a.pid, extract(epoch from a.query_start)::double precision as began,
       extract(epoch from clock_timestamp() - a.query_start)::double precision as seconds, left(a.query, 4000) as query,
       coalesce(a.wait_event_type || ': ' || a.wait_event, 'working') as waits
  from thing.tenants t
  join pg_stat_activity a on a.usename in (t.role_name, 'api_' || t.role_name)
 where t.slug = $1 and a.state = 'active' and a.pid <> pg_backend_pid()
