select c.name from tc_customer c join tc_invoice i on i.customer = c.id
 where i.invoice_date >= '2025-01-01Z' and i.invoice_date < '2026-01-01Z'
 group by c.id, c.name having sum(i.total) >= 20 order by c.name
