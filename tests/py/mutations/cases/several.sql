begin;

select to_json(set_config('thing.actor', $1, true));

with actor as materialized (select set_config('thing.actor', $1::text, true)),
w as (insert into "tc_tag" as u ("word") select ($2::text) from actor returning *) select json_build_object(
  'made', json_build_object('word', t1."word")
)
from w t1;

savepoint dry_run;

with c11 as materialized (select u.id, u.version from "tc_tag" u where true order by u.id for update of u) select coalesce(
  json_agg(json_build_array(c.id, c.class_id, c.version) order by c.id), '[]'::json
)
from (select id, 11 as class_id, version from c11) c;

set constraints all immediate;

with actor as materialized (select set_config('thing.actor', $1::text, true)),
w11 as (
  delete
  from "tc_tag" u using actor
  where u.id in (select x::uuid from jsonb_array_elements_text(($2::text)::jsonb) x) returning u.*
) select json_build_object('tried', json_build_object('count', jsonb_array_length(($2::text)::jsonb)));

rollback to savepoint dry_run;

select json_build_object('__typename', 'Mutation');

commit
