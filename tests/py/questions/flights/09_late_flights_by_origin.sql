select o.code, count(*), count(*) filter (where f.arrival_delay > 15), count(*) filter (where f.air_time is null)
  from tc_flight f join tc_airport o on o.id = f.origin group by o.code order by o.code
