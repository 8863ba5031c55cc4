with actor as materialized (select set_config('thing.actor', $1::text, true)),
w13 as (
  update "tc_product" u set "price" = (
    (
      case when $2::text !~ E'^(?:-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?|NaN|-?Infinity)$' then '' else $2::text end
    )::numeric
  ),
  "brand" = (
    (case when $3::text !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else $3::text end)::uuid
  )
  from actor
  where u.id = ($4::text)::uuid
  and u.version = $5::integer returning u.*
) select json_build_object(
  'updateProduct', json_build_object(
    'name', t1."name", 'price', t1."price"::text, 'version', t1."version", 'updatedBy', t1."updated_by",
    'brand', (select json_build_object('name', t2."name") from "tc_brand" t2 where t2.id = t1."brand")
  )
)
from w13 t1
