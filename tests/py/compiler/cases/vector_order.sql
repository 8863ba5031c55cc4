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
        ',"vector":', coalesce(to_json((_1."vector"::text)::jsonb), 'null'), '}'
      ) as _j1,
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
  ',"given":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_3."name"), 'null'), '}'), ',')
    from (
      select _3.id, _3."vector", _3."name"
      from "tc_embedding" _3
      order by (_3."vector" operator("public".<=>) ((nullif(($2::text)::jsonb, 'null'::jsonb)::text)::public.vector)),
      _3.id
      limit 100
    ) _3
  ), ']}}'
)
