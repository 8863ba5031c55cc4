select tenant, role, pid, extract(epoch from age)::float8 as seconds, reason
  from thing.end_blockers(make_interval(secs => $1), make_interval(secs => $2), $3)
