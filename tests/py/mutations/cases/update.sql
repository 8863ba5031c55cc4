with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_w14 as (
  update "tc_product" _u set "price" = (
    (
      case when $2::text !~ E'^(?:-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?|NaN|-?Infinity)$' then '' else $2::text end
    )::numeric
  ),
  "brand" = (
    (case when $3::text !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else $3::text end)::uuid
  )
  from _actor
  where _u.id = ($4::text)::uuid
  and _u.version = $5::integer returning _u.*
) select concat(
  '{"updateProduct":{"name":', coalesce(thing.json_string(_1."name"), 'null'),
  ',"price":', coalesce('"' || _1."price"::text || '"', 'null'), ',"version":', coalesce(_1."version"::text, 'null'),
  ',"updatedBy":', coalesce(thing.json_string(_1."updated_by"), 'null'),
  ',"brand":', coalesce(
    (
      select concat('{"name":', coalesce(thing.json_string(_2."name"), 'null'), '}')
      from "tc_brand" _2
      where _2.id = _1."brand"
    ), 'null'
  ), '}}'
)
from _w14 _1
