select concat(
  '{"within":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_1."name"), 'null'), '}'), ',')
    from (
      select _1.id, _1."name", _1."point"
      from "tc_place" _1
      where "public".st_within(_1."point", "public".st_setsrid("public".st_geomfromgeojson($1::text), 4326))
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"intersects":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_2."name"), 'null'), '}'), ',')
    from (
      select _2.id, _2."name", _2."shape"
      from "tc_place" _2
      where "public".st_intersects(_2."shape", "public".st_setsrid("public".st_geomfromgeojson($2::text), 4326))
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"contains":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_3."name"), 'null'), '}'), ',')
    from (
      select _3.id, _3."name", _3."shape"
      from "tc_place" _3
      where "public".st_contains(_3."shape", "public".st_setsrid("public".st_geomfromgeojson($3::text), 4326))
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"near":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_4."name"), 'null'), '}'), ',')
    from (
      select _4.id, _4."name", _4."point"
      from "tc_place" _4
      where "public".st_dwithin(
        _4."point"::"public".geography,
        "public".st_setsrid("public".st_geomfromgeojson($4::text), 4326)::"public".geography, $5::double precision
      )
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"veryNear":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_5."name"), 'null'), '}'), ',')
    from (
      select _5.id, _5."name", _5."point"
      from "tc_place" _5
      where "public".st_dwithin(
        _5."point"::"public".geography,
        "public".st_setsrid("public".st_geomfromgeojson($6::text), 4326)::"public".geography, $7::double precision
      )
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"isNull":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_6."name"), 'null'), '}'), ',')
    from (select _6.id, _6."name", _6."shape" from "tc_place" _6 where _6."shape" is null order by _6.id limit 100) _6
  ),
  ']},"flat":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_7."name"), 'null'),
        ',"flat":', coalesce(to_json((public.st_asgeojson(_7."flat", 15))::jsonb), 'null'), '}'
      ), ','
    )
    from (
      select _7.id, _7."flat", _7."name"
      from "tc_place" _7
      where "public".st_dwithin(
        _7."flat", "public".st_setsrid("public".st_geomfromgeojson($8::text), 25832), $9::double precision
      )
      order by (_7."flat" operator("public".<->) "public".st_setsrid("public".st_geomfromgeojson($10::text), 25832)),
      _7.id
      limit 100
    ) _7
  ),
  ']},"not":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_8."name"), 'null'), '}'), ',')
    from (
      select _8.id, _8."name", _8."point"
      from "tc_place" _8
      where (
        ("public".st_within(_8."point", "public".st_setsrid("public".st_geomfromgeojson($11::text), 4326))) is not true
      )
      order by _8.id
      limit 100
    ) _8
  ), ']}}'
)
