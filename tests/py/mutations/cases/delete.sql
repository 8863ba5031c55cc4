with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_w14 as (
  delete
  from "tc_product" _u using _actor
  where _u.id = ($2::text)::uuid
  and _u.version = $3::integer returning _u.*
) select concat(
  '{"deleteProduct":{"name":', coalesce(thing.json_string(_1."name"), 'null'),
  ',"brand":', coalesce(
    (
      select concat('{"name":', coalesce(thing.json_string(_2."name"), 'null'), '}')
      from "tc_brand" _2
      where _2.id = _1."brand"
    ), 'null'
  ),
  ',"reviews":{"nodes":[', (
    select string_agg(concat('{"stars":', coalesce(_3."stars"::text, 'null'), '}'), ',')
    from (select _3.id, _3."about", _3."stars" from "tc_review" _3 where _3."about" = _1.id order by _3.id limit 100) _3
  ), ']}}}'
)
from _w14 _1
