select m.name, (array_agg(l.unit_price order by i.invoice_date, l.quantity, t.name))[1],
       (array_agg(l.unit_price order by i.invoice_date desc, l.quantity desc, t.name desc))[1]
  from tc_invoice_line l join tc_invoice i on i.id = l.invoice join tc_track t on t.id = l.track join tc_media_type m on m.id = t.media_type
 group by m.name order by m.name
