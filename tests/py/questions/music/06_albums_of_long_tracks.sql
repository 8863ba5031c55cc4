select b.title, a.name, min(t.milliseconds) from tc_album b join tc_artist a on a.id = b.artist join tc_track t on t.album = b.id
 group by b.id, b.title, a.name having min(t.milliseconds) >= 120000 order by b.title
