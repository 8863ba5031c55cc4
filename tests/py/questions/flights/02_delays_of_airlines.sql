select a.code, a.name, count(*), avg(f.arrival_delay), max(f.arrival_delay), count(f.arrival_delay)
  from tc_flight f join tc_airline a on a.id = f.airline group by a.id, a.code, a.name order by avg(f.arrival_delay) desc
