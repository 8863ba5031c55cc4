select json_build_object(
  'within', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _1."name")), '[]'::json)
      from (
        select _1.id, _1."name", _1."point"
        from "tc_place" _1
        where "public".st_within(_1."point", "public".st_setsrid("public".st_geomfromgeojson($1::text), 4326))
        order by _1.id
        limit 100
      ) _1
    )
  ),
  'intersects', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _2."name")), '[]'::json)
      from (
        select _2.id, _2."name", _2."shape"
        from "tc_place" _2
        where "public".st_intersects(_2."shape", "public".st_setsrid("public".st_geomfromgeojson($2::text), 4326))
        order by _2.id
        limit 100
      ) _2
    )
  ),
  'contains', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."name")), '[]'::json)
      from (
        select _3.id, _3."name", _3."shape"
        from "tc_place" _3
        where "public".st_contains(_3."shape", "public".st_setsrid("public".st_geomfromgeojson($3::text), 4326))
        order by _3.id
        limit 100
      ) _3
    )
  ),
  'near', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _4."name")), '[]'::json)
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
    )
  ),
  'veryNear', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _5."name")), '[]'::json)
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
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _6."name")), '[]'::json)
      from (select _6.id, _6."name", _6."shape" from "tc_place" _6 where _6."shape" is null order by _6.id limit 100) _6
    )
  ),
  'flat', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(json_build_object('name', _7."name", 'flat', (public.st_asgeojson(_7."flat", 15))::jsonb)),
        '[]'::json
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
    )
  ),
  'not', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _8."name")), '[]'::json)
      from (
        select _8.id, _8."name", _8."point"
        from "tc_place" _8
        where (
          ("public".st_within(_8."point", "public".st_setsrid("public".st_geomfromgeojson($11::text), 4326))) is not true
        )
        order by _8.id
        limit 100
      ) _8
    )
  )
)
