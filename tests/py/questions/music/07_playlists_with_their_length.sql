select p.name, count(t.id), sum(t.milliseconds), count(distinct t.genre)
  from tc_playlist p left join playlist_track j on j.source_id = p.id left join tc_track t on t.id = j.target_id
 group by p.id, p.name order by p.name
