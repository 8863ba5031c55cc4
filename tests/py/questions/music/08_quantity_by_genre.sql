select g.name, sum(l.quantity) from tc_invoice_line l join tc_track t on t.id = l.track left join tc_genre g on g.id = t.genre
 group by g.name order by 2 desc, 1
