select f.number, f.departure_delay, a.name, p.tailnum, d.name
  from tc_flight f join tc_airline a on a.id = f.airline left join tc_plane p on p.id = f.plane join tc_airport o on o.id = f.origin
  join tc_airport d on d.id = f.destination
 where f.scheduled >= '2024-03-21Z' and f.scheduled < '2024-03-22Z' and f.departure_delay > 60 and o.code = 'AB'
 order by f.departure_delay desc, f.scheduled
