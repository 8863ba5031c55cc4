select json_build_object(
  'within', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."name")), '[]'::json)
      from (
        select t1.id, t1."name", t1."point"
        from "tc_place" t1
        where "public".st_within(t1."point", "public".st_setsrid("public".st_geomfromgeojson($1::text), 4326))
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'intersects', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."name")), '[]'::json)
      from (
        select t2.id, t2."name", t2."shape"
        from "tc_place" t2
        where "public".st_intersects(t2."shape", "public".st_setsrid("public".st_geomfromgeojson($2::text), 4326))
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'contains', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."name")), '[]'::json)
      from (
        select t3.id, t3."name", t3."shape"
        from "tc_place" t3
        where "public".st_contains(t3."shape", "public".st_setsrid("public".st_geomfromgeojson($3::text), 4326))
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'near', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."name")), '[]'::json)
      from (
        select t4.id, t4."name", t4."point"
        from "tc_place" t4
        where "public".st_dwithin(
          t4."point"::"public".geography,
          "public".st_setsrid("public".st_geomfromgeojson($4::text), 4326)::"public".geography, $5::double precision
        )
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'veryNear', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."name")), '[]'::json)
      from (
        select t5.id, t5."name", t5."point"
        from "tc_place" t5
        where "public".st_dwithin(
          t5."point"::"public".geography,
          "public".st_setsrid("public".st_geomfromgeojson($6::text), 4326)::"public".geography, $7::double precision
        )
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."name")), '[]'::json)
      from (select t6.id, t6."name", t6."shape" from "tc_place" t6 where t6."shape" is null order by t6.id limit 100) t6
    )
  ),
  'flat', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(json_build_object('name', t7."name", 'flat', (public.st_asgeojson(t7."flat", 15))::jsonb)),
        '[]'::json
      )
      from (
        select t7.id, t7."flat", t7."name"
        from "tc_place" t7
        where "public".st_dwithin(
          t7."flat", "public".st_setsrid("public".st_geomfromgeojson($8::text), 25832), $9::double precision
        )
        order by "public".st_distance(t7."flat", "public".st_setsrid("public".st_geomfromgeojson($10::text), 25832)),
        t7.id
        limit 100
      ) t7
    )
  ),
  'not', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."name")), '[]'::json)
      from (
        select t8.id, t8."name", t8."point"
        from "tc_place" t8
        where (
          ("public".st_within(t8."point", "public".st_setsrid("public".st_geomfromgeojson($11::text), 4326))) is not true
        )
        order by t8.id
        limit 100
      ) t8
    )
  )
)
