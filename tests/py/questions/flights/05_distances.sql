select distance / 500 * 500 as d, distance / 500 * 500 + 500, count(*) from tc_flight group by 1, 2 order by 1
