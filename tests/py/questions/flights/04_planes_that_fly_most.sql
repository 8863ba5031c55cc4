select p.tailnum, p.manufacturer, count(*), sum(f.distance) from tc_plane p join tc_flight f on f.plane = p.id
 group by p.id, p.tailnum, p.manufacturer having count(*) > 70 order by sum(f.distance) desc, p.tailnum limit 10
