with actor as materialized (select set_config('thing.actor', $1::text, true)),
w13 as (
  update "tc_product" u set "price" = ($2::text::numeric), "brand" = ($3::text::uuid)
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
