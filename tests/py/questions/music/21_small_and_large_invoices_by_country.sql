select c.country, count(*), count(*) filter (where total >= 10), sum(total), sum(total) filter (where invoice_date >= '2025-01-01Z')
  from tc_invoice i join tc_customer c on c.id = i.customer group by c.country order by c.country
