begin;

select to_json(set_config('thing.actor', $1, true));

with actor as materialized (select set_config('thing.actor', $1::text, true)),
w as (insert into "tc_tag" as u ("word") select ($2::text) from actor returning *) select json_build_object(
  'made', json_build_object('word', t1."word")
)
from w t1;

savepoint dry_run;

with actor as materialized (select set_config('thing.actor', $1::text, true)),
c11 as materialized (
  select u.id, u.version
  from "tc_tag" u
  where true
  order by u.id
  limit $2::bigint + 1 for update of u
), guard as materialized (select thing.check_at_most((select count(*) from c11), $2::bigint)),
w11 as (delete from "tc_tag" u using actor, c11 c, guard where u.id = c.id returning u.*) select json_build_object(
  'tried', json_build_object('count', (select count(*) from w11 t2))
);

set constraints all immediate;

rollback to savepoint dry_run;

select json_build_object('__typename', 'Mutation');

commit
