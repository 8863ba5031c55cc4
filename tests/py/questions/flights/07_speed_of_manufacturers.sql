select p.manufacturer, count(*), count(s), avg(s), max(s)
  from (select plane, round(distance / nullif(air_time, 0)::numeric * 60, 1) as s from tc_flight) f join tc_plane p on p.id = f.plane
 where p.engines >= 2 group by p.manufacturer order by avg(s) desc
