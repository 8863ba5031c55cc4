select e.name, e.title, m.name, sum(i.total)
  from tc_invoice i join tc_customer c on c.id = i.customer join tc_employee e on e.id = c.support_rep
  left join tc_employee m on m.id = e.reports_to
 group by e.id, e.name, e.title, m.name order by sum(i.total) desc
