select a.name from tc_artist a join tc_album b on b.artist = a.id group by a.id, a.name having count(*) > 3 order by a.name
