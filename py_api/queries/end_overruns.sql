select tenant, role, pid, extract(epoch from age)::float8 as seconds, reason
  from thing.end_overruns(make_interval(secs => $1), make_interval(secs => $2))
