select json_build_object(
  'all', (
    select json_build_object(
      '__typename', 'SampleConnection', 'totalCount', (select count(*) from "tc_sample" t3),
      'pageInfo', json_build_object('__typename', 'PageInfo'),
      'edges', coalesce(
        json_agg(json_build_object('__typename', 'SampleEdge', 'cursor', t2.c, 'node', t2.j1) order by t2.n) filter (
          where t2.n <= 2
        ), '[]'::json
      ), 'nodes', coalesce(json_agg(t2.j2 order by t2.n) filter (where t2.n <= 2), '[]'::json),
      'more', coalesce(json_agg(json_build_object('node', t2.j3) order by t2.n) filter (where t2.n <= 2), '[]'::json),
      'again', coalesce(json_agg(t2.j4 order by t2.n) filter (where t2.n <= 2), '[]'::json),
      'p', json_build_object('startCursor', max(t2.c) filter (where t2.n = least(1, 2)))
    )
    from (
      select json_build_object('__typename', 'Sample', 'id', t1."id") as j1, json_build_object('id', t1."id") as j2,
      json_build_object('plain', t1."plain") as j3, json_build_object('rank', t1."rank") as j4,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (t1.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t1.id, t1."plain", t1."rank" from "tc_sample" t1 order by t1.id limit 2 + 1) t1
    ) t2
    having true
  ), 'count', json_build_object('totalCount', (select count(*) from "tc_sample" t4)),
  'name', json_build_object('__typename', 'SampleConnection'),
  'info', (
    select json_build_object(
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(t6.m) > 1, false)), 'endCursor', max(t6.c) filter (where t6.n = least(t6.m, 1))
      )
    )
    from (
      select translate(
        encode(convert_to(json_build_array('fd923d1d', (t5.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t5.id from "tc_sample" t5 order by t5.id limit 1 + 1) t5
    ) t6
    having true
  ),
  'cursors', (
    select json_build_object(
      'edges', coalesce(
        json_agg(json_build_object('cursor', t8.c) order by t8.n) filter (where t8.n <= 1), '[]'::json
      )
    )
    from (
      select translate(
        encode(convert_to(json_build_array('fd923d1d', (t7.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t7.id from "tc_sample" t7 order by t7.id limit 1 + 1) t7
    ) t8
    having true
  )
)
