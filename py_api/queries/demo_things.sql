-- How many things of each class the demo's tenant has. Fails where it has no tables of ours.
select c.plural as name, count(i.id) as things
  from tenant_world.thing_classes c
  join tenant_world.thing_instances i on i.class_id = c.id
 where c.dropped_version is null
 group by c.id, c.plural
 order by c.id
