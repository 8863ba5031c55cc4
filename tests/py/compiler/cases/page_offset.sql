select json_build_object(
  'first', (
    select json_build_object(
      'nodes', coalesce(json_agg(_2._j1 order by _2._n) filter (where _2._n <= 3), '[]'::json),
      'pageInfo', json_build_object('hasNextPage', (coalesce(max(_2._m) > 3, false)), 'hasPreviousPage', false),
      'totalCount', (select count(*) from "tc_sample" _3)
    )
    from (
      select json_build_object('rank', _1."rank") as _j1, row_number() over () as _n, count(*) over () as _m
      from (select _1.id, _1."rank" from "tc_sample" _1 order by _1."rank", _1.id limit 3 + 1) _1
    ) _2
    having true
  ),
  'second', (
    select json_build_object(
      'nodes', coalesce(json_agg(_5._j1 order by _5._n) filter (where _5._n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(_5._m) > 3, false)),
        'hasPreviousPage', (
          (3 > 0 and coalesce((select true from "tc_sample" _4 order by _4."rank", _4.id limit 1), false))
        )
      )
    )
    from (
      select json_build_object('rank', _4."rank") as _j1, row_number() over () as _n, count(*) over () as _m
      from (select _4.id, _4."rank" from "tc_sample" _4 order by _4."rank", _4.id limit 3 + 1 offset 3) _4
    ) _5
    having true
  ),
  'end', (
    select json_build_object(
      'nodes', coalesce(json_agg(_7._j1 order by _7._n) filter (where _7._n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(_7._m) > 3, false)),
        'hasPreviousPage', (
          (9 > 0 and coalesce((select true from "tc_sample" _6 order by _6."rank", _6.id limit 1), false))
        )
      )
    )
    from (
      select json_build_object('rank', _6."rank") as _j1, row_number() over () as _n, count(*) over () as _m
      from (select _6.id, _6."rank" from "tc_sample" _6 order by _6."rank", _6.id limit 3 + 1 offset 9) _6
    ) _7
    having true
  ),
  'beyond', (
    select json_build_object(
      'nodes', coalesce(json_agg(_9._j1 order by _9._n) filter (where _9._n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(_9._m) > 3, false)),
        'hasPreviousPage', (
          (30 > 0 and coalesce((select true from "tc_sample" _8 order by _8."rank", _8.id limit 1), false))
        ), 'startCursor', max(_9._c) filter (where _9._n = least(1, 3)),
        'endCursor', max(_9._c) filter (where _9._n = least(_9._m, 3))
      )
    )
    from (
      select json_build_object('rank', _8."rank") as _j1,
      translate(
        encode(convert_to(json_build_array('a43eee86', (_8."rank")::text, (_8.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _8.id, _8."rank" from "tc_sample" _8 order by _8."rank", _8.id limit 3 + 1 offset 30) _8
    ) _9
    having true
  ),
  'zero', (
    select json_build_object(
      'nodes', coalesce(json_agg(_11._j1 order by _11._n) filter (where _11._n <= 0), '[]'::json),
      'edges', coalesce(
        json_agg(json_build_object('cursor', _11._c) order by _11._n) filter (where _11._n <= 0), '[]'::json
      ),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(_11._m) > 0, false)), 'hasPreviousPage', false,
        'startCursor', max(_11._c) filter (where _11._n = least(1, 0)),
        'endCursor', max(_11._c) filter (where _11._n = least(_11._m, 0))
      ), 'totalCount', (select count(*) from "tc_sample" _12)
    )
    from (
      select json_build_object('rank', _10."rank") as _j1,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (_10.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _10.id, _10."rank" from "tc_sample" _10 order by _10.id limit 0 + 1) _10
    ) _11
    having true
  ),
  'noOffset', (
    select json_build_object(
      'nodes', coalesce(json_agg(_14._j1 order by _14._n) filter (where _14._n <= 1), '[]'::json),
      'pageInfo', json_build_object(
        'hasPreviousPage', ((0 > 0 and coalesce((select true from "tc_sample" _13 order by _13.id limit 1), false)))
      )
    )
    from (
      select json_build_object('rank', _13."rank") as _j1, row_number() over () as _n, count(*) over () as _m
      from (select _13.id, _13."rank" from "tc_sample" _13 order by _13.id limit 1 + 1 offset 0) _13
    ) _14
    having true
  ),
  'exact', (
    select json_build_object(
      'nodes', coalesce(json_agg(_16._j1 order by _16._n) filter (where _16._n <= 10), '[]'::json),
      'pageInfo', json_build_object('hasNextPage', (coalesce(max(_16._m) > 10, false)))
    )
    from (
      select json_build_object('rank', _15."rank") as _j1, row_number() over () as _n, count(*) over () as _m
      from (select _15.id, _15."rank" from "tc_sample" _15 order by _15.id limit 10 + 1) _15
    ) _16
    having true
  ),
  'last', (
    select json_build_object(
      'nodes', coalesce(json_agg(_18._j1 order by _18._n desc) filter (where _18._n <= 3), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', false, 'hasPreviousPage', (coalesce(max(_18._m) > 3, false)),
        'startCursor', max(_18._c) filter (where _18._n = least(_18._m, 3)),
        'endCursor', max(_18._c) filter (where _18._n = least(1, 3))
      )
    )
    from (
      select json_build_object('rank', _17."rank") as _j1,
      translate(
        encode(convert_to(json_build_array('a43eee86', (_17."rank")::text, (_17.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _17.id, _17."rank" from "tc_sample" _17 order by _17."rank" desc, _17.id desc limit 3 + 1) _17
    ) _18
    having true
  ),
  'lastPlain', json_build_object(
    'nodes', (
      select coalesce(json_agg(_p._j order by _p._n desc), '[]'::json)
      from (
        select json_build_object('rank', _19."rank") as _j, row_number() over () as _n
        from (select _19.id, _19."rank" from "tc_sample" _19 order by _19."rank" desc, _19.id desc limit 3) _19
      ) _p
    )
  ),
  'lastZero', (
    select json_build_object(
      'nodes', coalesce(json_agg(_21._j1 order by _21._n desc) filter (where _21._n <= 0), '[]'::json),
      'pageInfo', json_build_object(
        'hasNextPage', false, 'hasPreviousPage', (coalesce(max(_21._m) > 0, false)),
        'startCursor', max(_21._c) filter (where _21._n = least(_21._m, 0)),
        'endCursor', max(_21._c) filter (where _21._n = least(1, 0))
      )
    )
    from (
      select json_build_object('rank', _20."rank") as _j1,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (_20.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _20.id, _20."rank" from "tc_sample" _20 order by _20.id desc limit 0 + 1) _20
    ) _21
    having true
  ),
  'lastAll', (
    select json_build_object(
      'edges', coalesce(
        json_agg(json_build_object('node', _23._j1) order by _23._n desc) filter (where _23._n <= 20), '[]'::json
      ), 'pageInfo', json_build_object('hasNextPage', false, 'hasPreviousPage', (coalesce(max(_23._m) > 20, false)))
    )
    from (
      select json_build_object('rank', _22."rank") as _j1, row_number() over () as _n, count(*) over () as _m
      from (select _22.id, _22."rank" from "tc_sample" _22 order by _22.id desc limit 20 + 1) _22
    ) _23
    having true
  ),
  'empty', (
    select json_build_object(
      'nodes', coalesce(json_agg(_25._j1 order by _25._n) filter (where _25._n <= 100), '[]'::json),
      'edges', coalesce(
        json_agg(json_build_object('cursor', _25._c) order by _25._n) filter (where _25._n <= 100), '[]'::json
      ),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(_25._m) > 100, false)), 'hasPreviousPage', false,
        'startCursor', max(_25._c) filter (where _25._n = least(1, 100)),
        'endCursor', max(_25._c) filter (where _25._n = least(_25._m, 100))
      ), 'totalCount', (select count(*) from "tc_sample" _26 where _26."rank" > ($1::text::integer))
    )
    from (
      select json_build_object('rank', _24."rank") as _j1,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (_24.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _24.id, _24."rank"
        from "tc_sample" _24
        where _24."rank" > ($1::text::integer)
        order by _24.id
        limit 100 + 1
      ) _24
    ) _25
    having true
  )
)
