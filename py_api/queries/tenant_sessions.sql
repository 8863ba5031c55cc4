-- What the sessions of each tenant do now: how many there are, that work, that wait for a lock; the longest statement.
select t.slug, count(*) as sessions, count(*) filter (where a.state = 'active') as active,
       count(*) filter (where a.wait_event_type = 'Lock') as waiting,
       coalesce(max(extract(epoch from clock_timestamp() - a.query_start)::double precision)
                    filter (where a.state = 'active'), 0) as longest,
       (array_agg(left(a.query, 200) order by a.query_start) filter (where a.state = 'active'))[1] as statement
  from thing.tenants t
  join pg_stat_activity a on a.usename in (t.role_name, 'api_' || t.role_name)
 group by t.slug
