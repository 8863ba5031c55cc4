select json_build_object(
  'all', (
    select json_build_object(
      '__typename', 'SampleConnection', 'totalCount', (select count(*) from "tc_sample" _3),
      'pageInfo', json_build_object('__typename', 'PageInfo'),
      'edges', coalesce(
        json_agg(json_build_object('__typename', 'SampleEdge', 'cursor', _2._c, 'node', _2._j1) order by _2._n) filter (
          where _2._n <= 2
        ), '[]'::json
      ), 'nodes', coalesce(json_agg(_2._j2 order by _2._n) filter (where _2._n <= 2), '[]'::json),
      'more', coalesce(
        json_agg(json_build_object('node', _2._j3) order by _2._n) filter (where _2._n <= 2), '[]'::json
      ), 'again', coalesce(json_agg(_2._j4 order by _2._n) filter (where _2._n <= 2), '[]'::json),
      'p', json_build_object('startCursor', max(_2._c) filter (where _2._n = least(1, 2)))
    )
    from (
      select json_build_object('__typename', 'Sample', 'id', _1."id") as _j1, json_build_object('id', _1."id") as _j2,
      json_build_object('plain', _1."plain") as _j3, json_build_object('rank', _1."rank") as _j4,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (_1.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _1.id, _1."plain", _1."rank" from "tc_sample" _1 order by _1.id limit 2 + 1) _1
    ) _2
    having true
  ), 'count', json_build_object('totalCount', (select count(*) from "tc_sample" _4)),
  'name', json_build_object('__typename', 'SampleConnection'),
  'info', (
    select json_build_object(
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(_6._m) > 1, false)),
        'endCursor', max(_6._c) filter (where _6._n = least(_6._m, 1))
      )
    )
    from (
      select translate(
        encode(convert_to(json_build_array('fd923d1d', (_5.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _5.id from "tc_sample" _5 order by _5.id limit 1 + 1) _5
    ) _6
    having true
  ),
  'cursors', (
    select json_build_object(
      'edges', coalesce(
        json_agg(json_build_object('cursor', _8._c) order by _8._n) filter (where _8._n <= 1), '[]'::json
      )
    )
    from (
      select translate(
        encode(convert_to(json_build_array('fd923d1d', (_7.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _7.id from "tc_sample" _7 order by _7.id limit 1 + 1) _7
    ) _8
    having true
  )
)
