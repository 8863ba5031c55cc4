select f.number, f.s, a.code
  from (select *, round(distance / nullif(air_time, 0)::numeric * 60, 1) as s from tc_flight) f join tc_airline a on a.id = f.airline
 where s < 900 and air_time > 60 order by s desc, f.number, f.scheduled limit 5
