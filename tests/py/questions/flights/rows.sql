insert into tc_airline (id, code, name)
select md5('airline' || i)::uuid, (array['NA', 'BJ', 'CW', 'DX', 'EV'])[i],
       (array['Northern Air', 'Blue Jet', 'Coast Wings', 'Delta X', 'Evening'])[i] from generate_series(1, 5) i;
insert into tc_airport (id, code, name, altitude)
select md5('airport' || i)::uuid, 'A' || chr(64 + i), 'Airport ' || i, nullif(i * 131 % 1700, 0)
  from generate_series(1, 12) i;
insert into tc_plane (id, tailnum, manufacturer, engines, seats)
select md5('plane' || i)::uuid, 'N' || 100 + i, (array['Airbus', 'Boeing', 'Embraer'])[1 + i % 3],
       case when i % 11 > 0 then 2 + 2 * (i % 9 / 8) end, 50 + i * 37 % 300 from generate_series(1, 40) i;
insert into tc_flight (id, number, airline, plane, origin, destination, scheduled, departure_delay, arrival_delay,
                       air_time, distance)
select md5('flight' || i)::uuid, 1 + i * 7 % 900, md5('airline' || 1 + i * i % 5)::uuid,
       case when i % 19 > 0 then md5('plane' || 1 + i * 13 % 40)::uuid end, md5('airport' || 1 + i % 3)::uuid,
       md5('airport' || 4 + i * 5 % 9)::uuid,
       timestamptz '2024-03-20 04:00Z' + i * interval '11 minutes' + (i / 400) * interval '20 days',
       case when i % 23 > 0 then i * 37 % 120 - 20 end, case when i % 23 > 0 then i * 41 % 150 - 35 end,
       case when i % 23 > 0 then 30 + i * 29 % 300 end, 150 + i * 53 % 2300
  from generate_series(1, 3000) i;
