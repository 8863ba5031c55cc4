select concat(
  '{"all":', (
    select concat(
      '{"__typename":"SampleConnection","totalCount":', coalesce(
        to_json((select count(*) from "tc_sample" _3)), 'null'
      ),
      ',"pageInfo":{"__typename":"PageInfo"},"edges":[', string_agg(
        concat('{"__typename":"SampleEdge","cursor":', coalesce('"' || _2._c || '"', 'null'), ',"node":', _2._j1, '}'),
        ','
        order by _2._n
      ) filter (where _2._n <= 2),
      '],"nodes":[', string_agg(concat(_2._j2), ',' order by _2._n) filter (where _2._n <= 2),
      '],"more":[', string_agg(concat('{"node":', _2._j3, '}'), ',' order by _2._n) filter (where _2._n <= 2),
      '],"again":[', string_agg(concat(_2._j4), ',' order by _2._n) filter (where _2._n <= 2),
      '],"p":{"startCursor":', coalesce('"' || max(_2._c) filter (where _2._n = least(1, 2)) || '"', 'null'), '}}'
    )
    from (
      select concat('{"__typename":"Sample","id":"', _1.id, '"}') as _j1, concat('{"id":"', _1.id, '"}') as _j2,
      concat('{"plain":', coalesce(thing.json_string(_1."plain"), 'null'), '}') as _j3,
      concat('{"rank":', coalesce(_1."rank"::text, 'null'), '}') as _j4,
      translate(
        encode(convert_to(json_build_array('fd923d1d', (_1.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _1.id, _1."plain", _1."rank" from "tc_sample" _1 order by _1.id limit 2 + 1) _1
    ) _2
    having true
  ), ',"count":{"totalCount":', coalesce(to_json((select count(*) from "tc_sample" _4)), 'null'),
  '},"name":{"__typename":"SampleConnection"},"info":', (
    select concat(
      '{"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_6._m) > 1, false))::text, 'null'),
      ',"endCursor":', coalesce('"' || max(_6._c) filter (where _6._n = least(_6._m, 1)) || '"', 'null'), '}}'
    )
    from (
      select translate(
        encode(convert_to(json_build_array('fd923d1d', (_5.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _5.id from "tc_sample" _5 order by _5.id limit 1 + 1) _5
    ) _6
    having true
  ),
  ',"cursors":', (
    select concat(
      '{"edges":[', string_agg(concat('{"cursor":', coalesce('"' || _8._c || '"', 'null'), '}'), ',' order by _8._n) filter (
        where _8._n <= 1
      ), ']}'
    )
    from (
      select translate(
        encode(convert_to(json_build_array('fd923d1d', (_7.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _7.id from "tc_sample" _7 order by _7.id limit 1 + 1) _7
    ) _8
    having true
  ), '}'
)
