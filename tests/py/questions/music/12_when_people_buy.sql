select extract(isodow from t), extract(hour from t), count(*)
  from (select invoice_date at time zone 'America/New_York' as t from tc_invoice) i group by 1, 2 order by 3 desc, 1, 2 limit 10
