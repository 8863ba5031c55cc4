begin;

select to_json(set_config('thing.actor', $1, true));

with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_w as (insert into "tc_tag" as _u ("word") select ($2::text) from _actor returning *) select concat(
  '{"made":{"word":', coalesce(thing.json_string(_1."word"), 'null'), '}}'
)
from _w _1;

savepoint dry_run;

with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_c12 as materialized (
  select _u.id, _u.version
  from "tc_tag" _u
  where true
  order by _u.id
  limit $2::bigint + 1 for update of _u
), _guard as materialized (select thing.check_at_most((select count(*) from _c12), $2::bigint)),
_w12 as (delete from "tc_tag" _u using _actor, _c12 _c, _guard where _u.id = _c.id returning _u.*) select concat(
  '{"tried":{"count":', coalesce(to_json((select count(*) from _w12 _2)), 'null'), '}}'
);

set constraints all immediate;

rollback to savepoint dry_run;

select concat('{"__typename":"Mutation"}');

commit
