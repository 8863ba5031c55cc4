select c.name, c.country, count(i.id), sum(i.total), to_json(min(i.invoice_date)), to_json(max(i.invoice_date))
  from tc_customer c left join tc_invoice i on i.customer = c.id
 group by c.id, c.name, c.country order by sum(i.total) desc nulls last, c.name limit 10
