select c.country, count(*), sum(i.total), avg(i.total), count(distinct c.id) from tc_invoice i join tc_customer c on c.id = i.customer
 group by c.country having count(*) >= 20 order by sum(i.total) desc
