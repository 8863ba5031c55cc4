begin;

select to_json(set_config('thing.actor', $1, true));

with c13 as materialized (
  select u.id, u.version
  from "tc_product" u
  where exists (select from "tc_brand" t1 where t1.id = u."brand" and t1."name" = ($1::text))
  order by u.id
  limit least($2::bigint, 1000) + 1 for no key update of u
) select coalesce(json_agg(json_build_array(c.id, c.class_id, c.version) order by c.id), '[]'::json)
from (select id, 13 as class_id, version from c13) c;

with w as (
  update "tc_product" u set "stock" = ((r.j ->> 'stock')::integer)
  from (select ($1::text)::jsonb as j) r
  where u.id in (select x::uuid from jsonb_array_elements_text(($2::text)::jsonb) x) returning 1
) select to_json(count(*))
from w;

select json_build_object(
  'updateProducts', json_build_object(
    'count', jsonb_array_length(($1::text)::jsonb),
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."name", 'stock', t2."stock") order by x.n), '[]'::json)
      from jsonb_array_elements_text(($1::text)::jsonb) with ordinality x (id, n) join "tc_product" t2 on t2.id = x.id::uuid
    )
  )
);

commit
