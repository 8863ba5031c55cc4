with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_c14 as materialized (
  select _u.id, _u.version
  from "tc_product" _u
  where _u."brand" = (select _1.id from "tc_brand" _1 where _1."name" = ($2::text))
  order by _u.id
  limit least($3::bigint, 1000) + 1 for no key update of _u
), _guard as materialized (select thing.check_at_most((select count(*) from _c14), least($3::bigint, 1000))),
_w14 as (
  update "tc_product" _u set "stock" = ($4::text::integer)
  from _actor, _c14 _c, _guard
  where _u.id = _c.id returning _u.*
) select concat(
  '{"updateProducts":{"count":', coalesce(to_json((select count(*) from _w14 _2)), 'null'),
  ',"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_2."name"), 'null'), ',"stock":', coalesce(_2."stock"::text, 'null'),
        '}'
      ), ','
      order by _2.id
    )
    from _w14 _2
  ), ']}}'
)
