select json_build_object(
  'first', (
    select json_build_object(
      'nodes', coalesce(json_agg(t2.j1 order by t2.n) filter (where t2.n <= 3), '[]'::json),
      'pageInfo', json_build_object('hasNextPage', (coalesce(max(t2.m) > 3, false)), 'hasPreviousPage', false),
      'totalCount', (select count(*) from "tc_sample" t3)
    )
    from (
      select json_build_object('rank', t1."rank") as j1, row_number() over () as n, count(*) over () as m
      from (select t1.id, t1."rank" from "tc_sample" t1 order by t1."rank", t1.id limit 3 + 1) t1
    ) t2
    having true
  ),
  'second', (
    select json_build_object(
      'nodes', coalesce(json_agg(t5.j1 order by t5.n) filter (where t5.n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(t5.m) > 3, false)),
        'hasPreviousPage', (
          (3 > 0 and coalesce((select true from "tc_sample" t4 order by t4."rank", t4.id limit 1), false))
        )
      )
    )
    from (
      select json_build_object('rank', t4."rank") as j1, row_number() over () as n, count(*) over () as m
      from (select t4.id, t4."rank" from "tc_sample" t4 order by t4."rank", t4.id limit 3 + 1 offset 3) t4
    ) t5
    having true
  ),
  'end', (
    select json_build_object(
      'nodes', coalesce(json_agg(t7.j1 order by t7.n) filter (where t7.n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(t7.m) > 3, false)),
        'hasPreviousPage', (
          (9 > 0 and coalesce((select true from "tc_sample" t6 order by t6."rank", t6.id limit 1), false))
        )
      )
    )
    from (
      select json_build_object('rank', t6."rank") as j1, row_number() over () as n, count(*) over () as m
      from (select t6.id, t6."rank" from "tc_sample" t6 order by t6."rank", t6.id limit 3 + 1 offset 9) t6
    ) t7
    having true
  ),
  'beyond', (
    select json_build_object(
      'nodes', coalesce(json_agg(t9.j1 order by t9.n) filter (where t9.n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(t9.m) > 3, false)),
        'hasPreviousPage', (
          (30 > 0 and coalesce((select true from "tc_sample" t8 order by t8."rank", t8.id limit 1), false))
        ), 'startCursor', max(t9.c) filter (where t9.n = least(1, 3)),
        'endCursor', max(t9.c) filter (where t9.n = least(t9.m, 3))
      )
    )
    from (
      select json_build_object('rank', t8."rank") as j1,
      translate(
        encode(convert_to(json_build_array('a43eee86', (t8."rank")::text, (t8.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t8.id, t8."rank" from "tc_sample" t8 order by t8."rank", t8.id limit 3 + 1 offset 30) t8
    ) t9
    having true
  ),
  'zero', (
    select json_build_object(
      'nodes', coalesce(json_agg(t11.j1 order by t11.n) filter (where t11.n <= 0), '[]'::json),
      'edges', coalesce(
        json_agg(json_build_object('cursor', t11.c) order by t11.n) filter (where t11.n <= 0), '[]'::json
      ),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(t11.m) > 0, false)), 'hasPreviousPage', false,
        'startCursor', max(t11.c) filter (where t11.n = least(1, 0)),
        'endCursor', max(t11.c) filter (where t11.n = least(t11.m, 0))
      ), 'totalCount', (select count(*) from "tc_sample" t12)
    )
    from (
      select json_build_object('rank', t10."rank") as j1,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (t10.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t10.id, t10."rank" from "tc_sample" t10 order by t10.id limit 0 + 1) t10
    ) t11
    having true
  ),
  'noOffset', (
    select json_build_object(
      'nodes', coalesce(json_agg(t14.j1 order by t14.n) filter (where t14.n <= 1), '[]'::json),
      'pageInfo', json_build_object(
        'hasPreviousPage', ((0 > 0 and coalesce((select true from "tc_sample" t13 order by t13.id limit 1), false)))
      )
    )
    from (
      select json_build_object('rank', t13."rank") as j1, row_number() over () as n, count(*) over () as m
      from (select t13.id, t13."rank" from "tc_sample" t13 order by t13.id limit 1 + 1 offset 0) t13
    ) t14
    having true
  ),
  'exact', (
    select json_build_object(
      'nodes', coalesce(json_agg(t16.j1 order by t16.n) filter (where t16.n <= 10), '[]'::json),
      'pageInfo', json_build_object('hasNextPage', (coalesce(max(t16.m) > 10, false)))
    )
    from (
      select json_build_object('rank', t15."rank") as j1, row_number() over () as n, count(*) over () as m
      from (select t15.id, t15."rank" from "tc_sample" t15 order by t15.id limit 10 + 1) t15
    ) t16
    having true
  ),
  'last', (
    select json_build_object(
      'nodes', coalesce(json_agg(t18.j1 order by t18.n desc) filter (where t18.n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', false, 'hasPreviousPage', (coalesce(max(t18.m) > 3, false)),
        'startCursor', max(t18.c) filter (where t18.n = least(t18.m, 3)),
        'endCursor', max(t18.c) filter (where t18.n = least(1, 3))
      )
    )
    from (
      select json_build_object('rank', t17."rank") as j1,
      translate(
        encode(convert_to(json_build_array('a43eee86', (t17."rank")::text, (t17.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t17.id, t17."rank" from "tc_sample" t17 order by t17."rank" desc, t17.id desc limit 3 + 1) t17
    ) t18
    having true
  ),
  'lastPlain', json_build_object(
    'nodes', (
      select coalesce(json_agg(p.j order by p.n desc), '[]'::json)
      from (
        select json_build_object('rank', t19."rank") as j, row_number() over () as n
        from (select t19.id, t19."rank" from "tc_sample" t19 order by t19."rank" desc, t19.id desc limit 3) t19
      ) p
    )
  ),
  'lastZero', (
    select json_build_object(
      'nodes', coalesce(json_agg(t21.j1 order by t21.n desc) filter (where t21.n <= 0), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', false, 'hasPreviousPage', (coalesce(max(t21.m) > 0, false)),
        'startCursor', max(t21.c) filter (where t21.n = least(t21.m, 0)),
        'endCursor', max(t21.c) filter (where t21.n = least(1, 0))
      )
    )
    from (
      select json_build_object('rank', t20."rank") as j1,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (t20.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t20.id, t20."rank" from "tc_sample" t20 order by t20.id desc limit 0 + 1) t20
    ) t21
    having true
  ),
  'lastAll', (
    select json_build_object(
      'edges', coalesce(
        json_agg(json_build_object('node', t23.j1) order by t23.n desc) filter (where t23.n <= 20), '[]'::json
      ), 'pageInfo', json_build_object('hasNextPage', false, 'hasPreviousPage', (coalesce(max(t23.m) > 20, false)))
    )
    from (
      select json_build_object('rank', t22."rank") as j1, row_number() over () as n, count(*) over () as m
      from (select t22.id, t22."rank" from "tc_sample" t22 order by t22.id desc limit 20 + 1) t22
    ) t23
    having true
  ),
  'empty', (
    select json_build_object(
      'nodes', coalesce(json_agg(t25.j1 order by t25.n) filter (where t25.n <= 100), '[]'::json),
      'edges', coalesce(
        json_agg(json_build_object('cursor', t25.c) order by t25.n) filter (where t25.n <= 100), '[]'::json
      ),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(t25.m) > 100, false)), 'hasPreviousPage', false,
        'startCursor', max(t25.c) filter (where t25.n = least(1, 100)),
        'endCursor', max(t25.c) filter (where t25.n = least(t25.m, 100))
      ), 'totalCount', (select count(*) from "tc_sample" t26 where t26."rank" > ($1::text::integer))
    )
    from (
      select json_build_object('rank', t24."rank") as j1,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (t24.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t24.id, t24."rank"
        from "tc_sample" t24
        where t24."rank" > ($1::text::integer)
        order by t24.id
        limit 100 + 1
      ) t24
    ) t25
    having true
  )
)
