with actor as materialized (select set_config('thing.actor', $1::text, true)),
c13 as materialized (
  select u.id, u.version
  from "tc_product" u
  where exists (select from "tc_brand" t1 where t1.id = u."brand" and t1."name" = ($2::text))
  order by u.id
  limit least($3::bigint, 1000) + 1 for no key update of u
), guard as materialized (select thing.check_at_most((select count(*) from c13), least($3::bigint, 1000))),
w13 as (
  update "tc_product" u set "stock" = ($4::text::integer)
  from actor, c13 c, guard
  where u.id = c.id returning u.*
) select json_build_object(
  'updateProducts', json_build_object(
    'count', (select count(*) from w13 t2),
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."name", 'stock', t2."stock") order by t2.id), '[]'::json)
      from w13 t2
    )
  )
)
