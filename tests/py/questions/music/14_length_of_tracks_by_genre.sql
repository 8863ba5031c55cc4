select g.name, m.name, count(*), avg(t.milliseconds), max(t.milliseconds), count(distinct t.composer)
  from tc_track t left join tc_genre g on g.id = t.genre join tc_media_type m on m.id = t.media_type
 group by g.name, m.name order by g.name, m.name
