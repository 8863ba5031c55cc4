with actor as materialized (select set_config('thing.actor', $1::text, true)),
w as (
  insert into "tc_brand" as u ("name", "country") select ($2::text), ($3::text)
  from actor on conflict ("name") do update set "country" = excluded."country" returning *
) select json_build_object(
  'upsertBrand', json_build_object('name', t1."name", 'country', t1."country", 'version', t1."version")
)
from w t1
