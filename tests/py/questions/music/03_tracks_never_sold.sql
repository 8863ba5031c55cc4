select count(*), array_agg(name order by name) from tc_track t where not exists (select from tc_invoice_line l where l.track = t.id)
