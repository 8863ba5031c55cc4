select count(*), (array_agg(name order by name))[:10] from tc_track where name like 'Harbour%'
