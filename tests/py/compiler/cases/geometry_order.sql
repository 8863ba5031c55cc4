select json_build_object(
  'nearest', (
    select json_build_object(
      'nodes', coalesce(json_agg(t2.j1 order by t2.n) filter (where t2.n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'endCursor', max(t2.c) filter (where t2.n = least(t2.m, 3)), 'hasNextPage', (coalesce(max(t2.m) > 3, false))
      )
    )
    from (
      select json_build_object('name', t1."name", 'point', (public.st_asgeojson(t1."point", 15))::jsonb) as j1,
      translate(
        encode(
          convert_to(
            json_build_array(
              'd7d0e7d8', (
                "public".st_distance(
                  t1."point"::"public".geography,
                  "public".st_setsrid("public".st_geomfromgeojson($1::text), 4326)::"public".geography
                )
              )::text, (t1.id)::text
            )::text, 'UTF8'
          ), 'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t1.id, t1."point", t1."name"
        from "tc_place" t1
        order by "public".st_distance(
          t1."point"::"public".geography,
          "public".st_setsrid("public".st_geomfromgeojson($1::text), 4326)::"public".geography
        ), t1.id
        limit 3 + 1
      ) t1
    ) t2
    having true
  ),
  'inside', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."name")), '[]'::json)
      from (
        select t3.id, t3."point", t3."name"
        from "tc_place" t3
        order by "public".st_distance(
          t3."point"::"public".geography,
          "public".st_setsrid("public".st_geomfromgeojson($2::text), 4326)::"public".geography
        ), t3.id
        limit 100
      ) t3
    )
  ),
  'all', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('shape', (public.st_asgeojson(t4."shape", 15))::jsonb)), '[]'::json)
      from (select t4.id, t4."shape" from "tc_place" t4 order by t4.id limit 100) t4
    )
  ),
  'counted', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'fields', json_build_object(
          'point', json_build_object('count', count(t5."point")), 'name', json_build_object('max', max(t5."name"))
        )
      ) as j
      from "tc_place" t5
      having true
      limit 100
    ) g
  )
)
