with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_w as (
  insert into "tc_brand" as _u ("name", "country") select ($2::text), ($3::text)
  from _actor on conflict ("name") do update set "country" = excluded."country" returning *
) select json_build_object(
  'upsertBrand', json_build_object('name', _1."name", 'country', _1."country", 'version', _1."version")
)
from _w _1
