select count(*), array_agg(array[name, at #>> '{}', total::text] order by at #>> '{}' desc)
  from (select distinct on (i.customer) c.name, to_jsonb(i.invoice_date) as at, i.total
          from tc_invoice i join tc_customer c on c.id = i.customer order by i.customer, i.invoice_date desc) q
