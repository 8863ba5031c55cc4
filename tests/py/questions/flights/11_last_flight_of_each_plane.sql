select to_json(q.scheduled), q.tailnum, q.code
  from (select distinct on (f.plane) f.scheduled, p.tailnum, d.code
          from tc_flight f join tc_plane p on p.id = f.plane join tc_airport d on d.id = f.destination
         where p.seats > 280 order by f.plane, f.scheduled desc) q order by q.scheduled desc
