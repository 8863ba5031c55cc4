select concat(
  '{"first":', (
    select concat(
      '{"nodes":[', string_agg(concat(_2._j1), ',' order by _2._n) filter (where _2._n <= 3),
      '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_2._m) > 3, false))::text, 'null'),
      ',"hasPreviousPage":false},"totalCount":', coalesce(to_json((select count(*) from "tc_sample" _3)), 'null'), '}'
    )
    from (
      select concat('{"rank":', coalesce(_1."rank"::text, 'null'), '}') as _j1, row_number() over () as _n,
      count(*) over () as _m
      from (select _1.id, _1."rank" from "tc_sample" _1 order by _1."rank", _1.id limit 3 + 1) _1
    ) _2
    having true
  ),
  ',"second":', (
    select concat(
      '{"nodes":[', string_agg(concat(_5._j1), ',' order by _5._n) filter (where _5._n <= 3),
      '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_5._m) > 3, false))::text, 'null'),
      ',"hasPreviousPage":', coalesce(
        ((3 > 0 and coalesce((select true from "tc_sample" _4 order by _4."rank", _4.id limit 1), false)))::text,
        'null'
      ), '}}'
    )
    from (
      select concat('{"rank":', coalesce(_4."rank"::text, 'null'), '}') as _j1, row_number() over () as _n,
      count(*) over () as _m
      from (select _4.id, _4."rank" from "tc_sample" _4 order by _4."rank", _4.id limit 3 + 1 offset 3) _4
    ) _5
    having true
  ),
  ',"end":', (
    select concat(
      '{"nodes":[', string_agg(concat(_7._j1), ',' order by _7._n) filter (where _7._n <= 3),
      '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_7._m) > 3, false))::text, 'null'),
      ',"hasPreviousPage":', coalesce(
        ((9 > 0 and coalesce((select true from "tc_sample" _6 order by _6."rank", _6.id limit 1), false)))::text,
        'null'
      ), '}}'
    )
    from (
      select concat('{"rank":', coalesce(_6."rank"::text, 'null'), '}') as _j1, row_number() over () as _n,
      count(*) over () as _m
      from (select _6.id, _6."rank" from "tc_sample" _6 order by _6."rank", _6.id limit 3 + 1 offset 9) _6
    ) _7
    having true
  ),
  ',"beyond":', (
    select concat(
      '{"nodes":[', string_agg(concat(_9._j1), ',' order by _9._n) filter (where _9._n <= 3),
      '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_9._m) > 3, false))::text, 'null'),
      ',"hasPreviousPage":', coalesce(
        ((30 > 0 and coalesce((select true from "tc_sample" _8 order by _8."rank", _8.id limit 1), false)))::text,
        'null'
      ), ',"startCursor":', coalesce('"' || max(_9._c) filter (where _9._n = least(1, 3)) || '"', 'null'),
      ',"endCursor":', coalesce('"' || max(_9._c) filter (where _9._n = least(_9._m, 3)) || '"', 'null'), '}}'
    )
    from (
      select concat('{"rank":', coalesce(_8."rank"::text, 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('a43eee86', (_8."rank")::text, (_8.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _8.id, _8."rank" from "tc_sample" _8 order by _8."rank", _8.id limit 3 + 1 offset 30) _8
    ) _9
    having true
  ),
  ',"zero":', (
    select concat(
      '{"nodes":[', string_agg(concat(_11._j1), ',' order by _11._n) filter (where _11._n <= 0),
      '],"edges":[', string_agg(
        concat('{"cursor":', coalesce('"' || _11._c || '"', 'null'), '}'), ','
        order by _11._n
      ) filter (where _11._n <= 0),
      '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_11._m) > 0, false))::text, 'null'),
      ',"hasPreviousPage":false,"startCursor":', coalesce(
        '"' || max(_11._c) filter (where _11._n = least(1, 0)) || '"', 'null'
      ), ',"endCursor":', coalesce('"' || max(_11._c) filter (where _11._n = least(_11._m, 0)) || '"', 'null'),
      '},"totalCount":', coalesce(to_json((select count(*) from "tc_sample" _12)), 'null'), '}'
    )
    from (
      select concat('{"rank":', coalesce(_10."rank"::text, 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (_10.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _10.id, _10."rank" from "tc_sample" _10 order by _10.id limit 0 + 1) _10
    ) _11
    having true
  ),
  ',"noOffset":', (
    select concat(
      '{"nodes":[', string_agg(concat(_14._j1), ',' order by _14._n) filter (where _14._n <= 1),
      '],"pageInfo":{"hasPreviousPage":', coalesce(
        ((0 > 0 and coalesce((select true from "tc_sample" _13 order by _13.id limit 1), false)))::text, 'null'
      ), '}}'
    )
    from (
      select concat('{"rank":', coalesce(_13."rank"::text, 'null'), '}') as _j1, row_number() over () as _n,
      count(*) over () as _m
      from (select _13.id, _13."rank" from "tc_sample" _13 order by _13.id limit 1 + 1 offset 0) _13
    ) _14
    having true
  ),
  ',"exact":', (
    select concat(
      '{"nodes":[', string_agg(concat(_16._j1), ',' order by _16._n) filter (where _16._n <= 10),
      '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_16._m) > 10, false))::text, 'null'), '}}'
    )
    from (
      select concat('{"rank":', coalesce(_15."rank"::text, 'null'), '}') as _j1, row_number() over () as _n,
      count(*) over () as _m
      from (select _15.id, _15."rank" from "tc_sample" _15 order by _15.id limit 10 + 1) _15
    ) _16
    having true
  ),
  ',"last":', (
    select concat(
      '{"nodes":[', string_agg(concat(_18._j1), ',' order by _18._n desc) filter (where _18._n <= 3),
      '],"pageInfo":{"hasNextPage":false,"hasPreviousPage":', coalesce(
        (coalesce(max(_18._m) > 3, false))::text, 'null'
      ), ',"startCursor":', coalesce('"' || max(_18._c) filter (where _18._n = least(_18._m, 3)) || '"', 'null'),
      ',"endCursor":', coalesce('"' || max(_18._c) filter (where _18._n = least(1, 3)) || '"', 'null'), '}}'
    )
    from (
      select concat('{"rank":', coalesce(_17."rank"::text, 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('a43eee86', (_17."rank")::text, (_17.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _17.id, _17."rank" from "tc_sample" _17 order by _17."rank" desc, _17.id desc limit 3 + 1) _17
    ) _18
    having true
  ),
  ',"lastPlain":{"nodes":[', (
    select string_agg(concat(_p._j), ',' order by _p._n desc)
    from (
      select concat('{"rank":', coalesce(_19."rank"::text, 'null'), '}') as _j, row_number() over () as _n
      from (select _19.id, _19."rank" from "tc_sample" _19 order by _19."rank" desc, _19.id desc limit 3) _19
    ) _p
  ),
  ']},"lastZero":', (
    select concat(
      '{"nodes":[', string_agg(concat(_21._j1), ',' order by _21._n desc) filter (where _21._n <= 0),
      '],"pageInfo":{"hasNextPage":false,"hasPreviousPage":', coalesce(
        (coalesce(max(_21._m) > 0, false))::text, 'null'
      ), ',"startCursor":', coalesce('"' || max(_21._c) filter (where _21._n = least(_21._m, 0)) || '"', 'null'),
      ',"endCursor":', coalesce('"' || max(_21._c) filter (where _21._n = least(1, 0)) || '"', 'null'), '}}'
    )
    from (
      select concat('{"rank":', coalesce(_20."rank"::text, 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (_20.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _20.id, _20."rank" from "tc_sample" _20 order by _20.id desc limit 0 + 1) _20
    ) _21
    having true
  ),
  ',"lastAll":', (
    select concat(
      '{"edges":[', string_agg(concat('{"node":', _23._j1, '}'), ',' order by _23._n desc) filter (where _23._n <= 20),
      '],"pageInfo":{"hasNextPage":false,"hasPreviousPage":', coalesce(
        (coalesce(max(_23._m) > 20, false))::text, 'null'
      ), '}}'
    )
    from (
      select concat('{"rank":', coalesce(_22."rank"::text, 'null'), '}') as _j1, row_number() over () as _n,
      count(*) over () as _m
      from (select _22.id, _22."rank" from "tc_sample" _22 order by _22.id desc limit 20 + 1) _22
    ) _23
    having true
  ),
  ',"empty":', (
    select concat(
      '{"nodes":[', string_agg(concat(_25._j1), ',' order by _25._n) filter (where _25._n <= 100),
      '],"edges":[', string_agg(
        concat('{"cursor":', coalesce('"' || _25._c || '"', 'null'), '}'), ','
        order by _25._n
      ) filter (where _25._n <= 100),
      '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_25._m) > 100, false))::text, 'null'),
      ',"hasPreviousPage":false,"startCursor":', coalesce(
        '"' || max(_25._c) filter (where _25._n = least(1, 100)) || '"', 'null'
      ), ',"endCursor":', coalesce('"' || max(_25._c) filter (where _25._n = least(_25._m, 100)) || '"', 'null'),
      '},"totalCount":', coalesce(
        to_json((select count(*) from "tc_sample" _26 where _26."rank" > ($1::text::integer))), 'null'
      ), '}'
    )
    from (
      select concat('{"rank":', coalesce(_24."rank"::text, 'null'), '}') as _j1,
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
  ), '}'
)
