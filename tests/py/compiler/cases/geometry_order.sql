select concat(
  '{"nearest":', (
    select concat(
      '{"nodes":[', string_agg(concat(_2._j1), ',' order by _2._n) filter (where _2._n <= 3),
      '],"pageInfo":{"endCursor":', coalesce('"' || max(_2._c) filter (where _2._n = least(_2._m, 3)) || '"', 'null'),
      ',"hasNextPage":', coalesce((coalesce(max(_2._m) > 3, false))::text, 'null'), '}}'
    )
    from (
      select concat(
        '{"name":', coalesce(thing.json_string(_1."name"), 'null'),
        ',"point":', coalesce(to_json((public.st_asgeojson(_1."point", 15))::jsonb), 'null'), '}'
      ) as _j1,
      translate(
        encode(
          convert_to(
            json_build_array(
              'cc8ea10c', (
                (
                  _1."point"::"public".geography operator("public".<->) "public".st_setsrid(
                    "public".st_geomfromgeojson($1::text), 4326
                  )::"public".geography
                )
              )::text, (_1.id)::text
            )::text, 'UTF8'
          ), 'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _1.id, _1."point", _1."name"
        from "tc_place" _1
        order by (
          _1."point"::"public".geography operator("public".<->) "public".st_setsrid(
            "public".st_geomfromgeojson($1::text), 4326
          )::"public".geography
        ), _1.id
        limit 3 + 1
      ) _1
    ) _2
    having true
  ),
  ',"inside":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_3."name"), 'null'), '}'), ',')
    from (
      select _3.id, _3."point", _3."name"
      from "tc_place" _3
      order by (
        _3."point"::"public".geography operator("public".<->) "public".st_setsrid(
          "public".st_geomfromgeojson($2::text), 4326
        )::"public".geography
      ), _3.id
      limit 100
    ) _3
  ),
  ']},"all":{"nodes":[', (
    select string_agg(
      concat('{"shape":', coalesce(to_json((public.st_asgeojson(_4."shape", 15))::jsonb), 'null'), '}'), ','
    )
    from (select _4.id, _4."shape" from "tc_place" _4 order by _4.id limit 100) _4
  ),
  ']},"counted":[', (
    select string_agg(
      concat(
        '{"fields":{"point":{"count":', coalesce(to_json(_g._a1), 'null'),
        '},"name":{"max":', coalesce(to_json(_g._a2), 'null'), '}}}'
      ), ','
    )
    from (select count(_5."point") as _a1, max(_5."name") as _a2 from "tc_place" _5 having true) _g
  ), ']}'
)
