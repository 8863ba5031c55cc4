select a.name, count(b.id) from tc_artist a left join tc_album b on b.artist = a.id
 group by a.id, a.name order by count(b.id) desc, a.name limit 5
