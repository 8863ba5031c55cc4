with recursive u as (
    select id as top, id from tc_employee where name in ('Ben', 'Cleo')
    union all select u.top, e.id from u join tc_employee e on e.reports_to = u.id)
select t.name, array_agg(e.name order by e.name) from u join tc_employee t on t.id = u.top join tc_employee e on e.id = u.id and e.id <> u.top
 group by t.name order by t.name
