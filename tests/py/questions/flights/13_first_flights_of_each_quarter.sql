select q::date, count(*), (array_agg(array[number::text, code] order by scheduled))[:2]
  from (select date_trunc('quarter', scheduled at time zone 'Europe/Berlin') as q, f.scheduled, f.number, o.code
          from tc_flight f join tc_airport o on o.id = f.origin) f group by q order by q
