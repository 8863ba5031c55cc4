with actor as materialized (select set_config('thing.actor', $1::text, true)),
w as (
  insert into "tc_product" as u ("name", "price", "state", "day", "brand") select ($2::text),
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
  from actor returning *
) select json_build_object(
  'createProduct', json_build_object(
    'name', t1."name", 'price', t1."price"::text, 'state', t1."state", 'day', t1."day",
    'brand', (select json_build_object('name', t2."name") from "tc_brand" t2 where t2.id = t1."brand"),
    'tags', json_build_object(
      'nodes', (
        select coalesce(json_agg(json_build_object('word', t3."word")), '[]'::json)
        from (
          select t3.id, t3."word"
          from "tj_13_tags" t4 join "tc_tag" t3 on t3.id = t4.target_id
          where t4.source_id = t1.id
          order by t3.id
          limit 100
        ) t3
      )
    ), 'reviews', json_build_object('totalCount', (select count(*) from "tc_review" t5 where t5."about" = t1.id))
  )
)
from w t1
