select a.code, percentile_cont(0.5) within group (order by departure_delay), percentile_disc(0.9) within group (order by departure_delay),
       stddev(departure_delay)
  from tc_flight f join tc_airline a on a.id = f.airline group by a.code order by a.code
