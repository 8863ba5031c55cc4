select json_build_object(
  'nearest', (
    select json_build_object(
      'nodes', coalesce(json_agg(_2._j1 order by _2._n) filter (where _2._n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'endCursor', max(_2._c) filter (where _2._n = least(_2._m, 3)),
        'hasNextPage', (coalesce(max(_2._m) > 3, false))
      )
    )
    from (
      select json_build_object('name', _1."name", 'vector', (_1."vector"::text)::jsonb) as _j1,
      translate(
        encode(
          convert_to(
            json_build_array(
              'cb3a8871', (
                (_1."vector" operator("public".<=>) ((nullif(($1::text)::jsonb, 'null'::jsonb)::text)::public.vector))
              )::text, (_1.id)::text
            )::text, 'UTF8'
          ), 'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _1.id, _1."vector", _1."name"
        from "tc_embedding" _1
        order by (
          _1."vector" operator("public".<=>) ((nullif(($1::text)::jsonb, 'null'::jsonb)::text)::public.vector)
        ), _1.id
        limit 3 + 1
      ) _1
    ) _2
    having true
  ),
  'given', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."name")), '[]'::json)
      from (
        select _3.id, _3."vector", _3."name"
        from "tc_embedding" _3
        order by (
          _3."vector" operator("public".<=>) ((nullif(($2::text)::jsonb, 'null'::jsonb)::text)::public.vector)
        ), _3.id
        limit 100
      ) _3
    )
  )
)
