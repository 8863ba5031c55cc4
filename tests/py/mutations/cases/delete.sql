with actor as materialized (select set_config('thing.actor', $1::text, true)),
w13 as (
  delete
  from "tc_product" u using actor
  where u.id = ($2::text)::uuid
  and u.version = $3::integer returning u.*
) select json_build_object(
  'deleteProduct', json_build_object(
    'name', t1."name",
    'brand', (select json_build_object('name', t2."name") from "tc_brand" t2 where t2.id = t1."brand"),
    'reviews', json_build_object(
      'nodes', (
        select coalesce(json_agg(json_build_object('stars', t3."stars")), '[]'::json)
        from (
          select t3.id, t3."about", t3."stars"
          from "tc_review" t3
          where t3."about" = t1.id
          order by t3.id
          limit 100
        ) t3
      )
    )
  )
)
from w13 t1
