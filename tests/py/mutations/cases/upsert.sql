with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_e as materialized (select _u.* from "tc_brand" _u where _u."name" = ($2::text) for no key update of _u),
_w as (
  insert into "tc_brand" as _u ("name", "country") select ($2::text), ($3::text)
  from _actor left join _e on true on conflict ("name") do update set "country" = excluded."country" returning *
) select concat(
  '{"upsertBrand":{"name":', coalesce(thing.json_string(_1."name"), 'null'),
  ',"country":', coalesce(thing.json_string(_1."country"), 'null'),
  ',"version":', coalesce(_1."version"::text, 'null'), '}}'
)
from _w _1
