select g.name, count(distinct t.composer), (array_agg(distinct t.composer) filter (where t.composer is not null))[:5]
  from tc_track t left join tc_genre g on g.id = t.genre group by g.name order by g.name
