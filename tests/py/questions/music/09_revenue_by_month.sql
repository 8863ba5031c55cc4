select m::date, count(i.id), sum(i.total)
  from (select generate_series(date_trunc('month', min(invoice_date at time zone 'Europe/Oslo')),
                   date_trunc('month', max(invoice_date at time zone 'Europe/Oslo')), '1 month') as m from tc_invoice) s
  left join tc_invoice i on date_trunc('month', i.invoice_date at time zone 'Europe/Oslo') = m
 group by m order by m
