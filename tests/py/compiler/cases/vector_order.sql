select json_build_object(
  'nearest', (
    select json_build_object(
      'nodes', coalesce(json_agg(t2.j1 order by t2.n) filter (where t2.n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'endCursor', max(t2.c) filter (where t2.n = least(t2.m, 3)), 'hasNextPage', (coalesce(max(t2.m) > 3, false))
      )
    )
    from (
      select json_build_object('name', t1."name", 'vector', (t1."vector"::text)::jsonb) as j1,
      translate(
        encode(
          convert_to(
            json_build_array(
              'cb3a8871', (
                (t1."vector" operator("public".<=>) ((nullif(($1::text)::jsonb, 'null'::jsonb)::text)::public.vector))
              )::text, (t1.id)::text
            )::text, 'UTF8'
          ), 'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t1.id, t1."vector", t1."name"
        from "tc_embedding" t1
        order by (
          t1."vector" operator("public".<=>) ((nullif(($1::text)::jsonb, 'null'::jsonb)::text)::public.vector)
        ), t1.id
        limit 3 + 1
      ) t1
    ) t2
    having true
  ),
  'given', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."name")), '[]'::json)
      from (
        select t3.id, t3."vector", t3."name"
        from "tc_embedding" t3
        order by (
          t3."vector" operator("public".<=>) ((nullif(($2::text)::jsonb, 'null'::jsonb)::text)::public.vector)
        ), t3.id
        limit 100
      ) t3
    )
  )
)
