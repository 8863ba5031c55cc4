select o.code, d.code, count(*), avg(f.air_time) from tc_flight f join tc_airport o on o.id = f.origin join tc_airport d on d.id = f.destination
 group by o.code, d.code order by count(*) desc, o.code, d.code limit 5
