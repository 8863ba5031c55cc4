with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_w as (
  insert into "tc_product" as _u ("name", "price", "state", "day", "brand") select ($2::text),
  (
    (
      case when $3::text !~ E'^(?:-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?|NaN|-?Infinity)$' then '' else $3::text end
    )::numeric
  ), ($4::text),
  (
    (
      case when $5::text !~ '^(?:(?:[0-9]{4}|[1-9][0-9]{4,6})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?: BC)?|-?infinity)$' then '' else $5::text end
    )::date
  ),
  (
    (case when $6::text !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else $6::text end)::uuid
  )
  from _actor returning *
) select concat(
  '{"createProduct":{"name":', coalesce(thing.json_string(_1."name"), 'null'),
  ',"price":', coalesce('"' || _1."price"::text || '"', 'null'),
  ',"state":', coalesce(thing.json_string(_1."state"), 'null'), ',"day":', coalesce(to_json(_1."day"), 'null'),
  ',"brand":', coalesce(
    (
      select concat('{"name":', coalesce(thing.json_string(_2."name"), 'null'), '}')
      from "tc_brand" _2
      where _2.id = _1."brand"
    ), 'null'
  ),
  ',"tags":{"nodes":[', (
    select string_agg(concat('{"word":', coalesce(thing.json_string(_3."word"), 'null'), '}'), ',')
    from (
      select _3.id, _3."word"
      from "tj_14_tags" _4 join "tc_tag" _3 on _3.id = _4.target_id
      where _4.source_id = _1.id
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"reviews":{"totalCount":', coalesce(
    to_json((select count(*) from "tc_review" _5 where _5."about" = _1.id)), 'null'
  ), '}}}'
)
from _w _1
