select h, count(f.id), avg(f.departure_delay)
  from generate_series(0, 23) h left join tc_flight f on extract(hour from f.scheduled at time zone 'Europe/Berlin') = h
 group by h order by h
