select a.name, sum(p.seats), count(distinct p.id) from tc_flight f join tc_airline a on a.id = f.airline left join tc_plane p on p.id = f.plane
 group by a.name order by sum(p.seats) desc
