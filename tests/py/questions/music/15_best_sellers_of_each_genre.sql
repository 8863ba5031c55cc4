select g.name, (array_agg(t.name order by t.sold desc nulls last, t.name))[:3]
  from tc_genre g join (select t.genre, t.name, sum(l.quantity) as sold from tc_track t left join tc_invoice_line l on l.track = t.id
                         group by t.id, t.genre, t.name) t on t.genre = g.id
 group by g.name order by g.name
