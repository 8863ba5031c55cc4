select concat(
  '{"text":', (
    select concat(
      '{"nodes":[', string_agg(concat(_2._j1), ',' order by _2._n) filter (where _2._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce('"' || max(_2._c) filter (where _2._n = least(_2._m, 4)) || '"', 'null'),
      '}}'
    )
    from (
      select concat('{"text":', coalesce(thing.json_string(_1."text"), 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('076138fd', (_1."text")::text, (_1.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        (
          select _1.id, _1."text"
          from "tc_sample" _1
          where _1."text" is not null
          order by _1."text" desc, _1.id desc
          limit 4 + 1
        )
        union all (
          select _1.id, _1."text"
          from "tc_sample" _1
          where _1."text" is null
          order by _1.id desc
          limit 4 + 1
        )
        limit 4 + 1
      ) _1
    ) _2
    having true
  ),
  ',"bigint":', (
    select concat(
      '{"nodes":[', string_agg(concat(_4._j1), ',' order by _4._n) filter (where _4._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce('"' || max(_4._c) filter (where _4._n = least(_4._m, 4)) || '"', 'null'),
      '}}'
    )
    from (
      select concat('{"bigint":', coalesce('"' || _3."bigint"::text || '"', 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('3986856b', (_3."bigint")::text, (_3.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _3.id, _3."bigint"
        from "tc_sample" _3
        order by _3."bigint" desc nulls last, _3.id desc
        limit 4 + 1
      ) _3
    ) _4
    having true
  ),
  ',"decimal":', (
    select concat(
      '{"nodes":[', string_agg(concat(_6._j1), ',' order by _6._n) filter (where _6._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce('"' || max(_6._c) filter (where _6._n = least(_6._m, 4)) || '"', 'null'),
      '}}'
    )
    from (
      select concat(
        '{"decimal":', coalesce('"' || round(_5."decimal", greatest(scale(_5."decimal"), 2))::text || '"', 'null'),
        '}'
      ) as _j1,
      translate(
        encode(convert_to(json_build_array('ca7aefdc', (_5."decimal")::text, (_5.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _5.id, _5."decimal"
        from "tc_sample" _5
        order by _5."decimal" desc nulls last, _5.id desc
        limit 4 + 1
      ) _5
    ) _6
    having true
  ),
  ',"float":', (
    select concat(
      '{"nodes":[', string_agg(concat(_8._j1), ',' order by _8._n) filter (where _8._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce('"' || max(_8._c) filter (where _8._n = least(_8._m, 4)) || '"', 'null'),
      '}}'
    )
    from (
      select concat('{"float":', coalesce(to_json(_7."float"), 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('a3ea6a27', (_7."float")::text, (_7.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _7.id, _7."float" from "tc_sample" _7 order by _7."float" desc nulls last, _7.id desc limit 4 + 1) _7
    ) _8
    having true
  ),
  ',"boolean":', (
    select concat(
      '{"nodes":[', string_agg(concat(_10._j1), ',' order by _10._n) filter (where _10._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_10._c) filter (where _10._n = least(_10._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"boolean":', coalesce(_9."boolean"::text, 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('21af0723', (_9."boolean")::text, (_9.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _9.id, _9."boolean"
        from "tc_sample" _9
        order by _9."boolean" desc nulls last, _9.id desc
        limit 4 + 1
      ) _9
    ) _10
    having true
  ),
  ',"date":', (
    select concat(
      '{"nodes":[', string_agg(concat(_12._j1), ',' order by _12._n) filter (where _12._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_12._c) filter (where _12._n = least(_12._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"date":', coalesce(to_json(_11."date"), 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('c80fafeb', (_11."date")::text, (_11.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _11.id, _11."date"
        from "tc_sample" _11
        order by _11."date" desc nulls last, _11.id desc
        limit 4 + 1
      ) _11
    ) _12
    having true
  ),
  ',"time":', (
    select concat(
      '{"nodes":[', string_agg(concat(_14._j1), ',' order by _14._n) filter (where _14._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_14._c) filter (where _14._n = least(_14._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"time":', coalesce(to_json(_13."time"), 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('640b83ce', (_13."time")::text, (_13.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _13.id, _13."time"
        from "tc_sample" _13
        order by _13."time" desc nulls last, _13.id desc
        limit 4 + 1
      ) _13
    ) _14
    having true
  ),
  ',"datetime":', (
    select concat(
      '{"nodes":[', string_agg(concat(_16._j1), ',' order by _16._n) filter (where _16._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_16._c) filter (where _16._n = least(_16._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"datetime":', coalesce(to_json(_15."datetime"), 'null'), '}') as _j1,
      translate(
        encode(
          convert_to(json_build_array('c0794d45', (_15."datetime")::text, (_15.id)::text)::text, 'UTF8'), 'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _15.id, _15."datetime"
        from "tc_sample" _15
        order by _15."datetime" desc nulls last, _15.id desc
        limit 4 + 1
      ) _15
    ) _16
    having true
  ),
  ',"uuid":', (
    select concat(
      '{"nodes":[', string_agg(concat(_18._j1), ',' order by _18._n) filter (where _18._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_18._c) filter (where _18._n = least(_18._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"uuid":', coalesce('"' || _17."uuid" || '"', 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('2c2a5507', (_17."uuid")::text, (_17.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _17.id, _17."uuid"
        from "tc_sample" _17
        order by _17."uuid" desc nulls last, _17.id desc
        limit 4 + 1
      ) _17
    ) _18
    having true
  ),
  ',"mood":', (
    select concat(
      '{"nodes":[', string_agg(concat(_20._j1), ',' order by _20._n) filter (where _20._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_20._c) filter (where _20._n = least(_20._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"mood":', coalesce(thing.json_string(_19."mood"), 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('09f8fb22', (_19."mood")::text, (_19.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _19.id, _19."mood"
        from "tc_sample" _19
        order by _19."mood" desc nulls last, _19.id desc
        limit 4 + 1
      ) _19
    ) _20
    having true
  ),
  ',"email":', (
    select concat(
      '{"nodes":[', string_agg(concat(_22._j1), ',' order by _22._n) filter (where _22._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_22._c) filter (where _22._n = least(_22._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"email":', coalesce(thing.json_string(_21."email"), 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('60d09516', (_21."email")::text, (_21.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _21.id, _21."email"
        from "tc_sample" _21
        order by _21."email" desc nulls last, _21.id desc
        limit 4 + 1
      ) _21
    ) _22
    having true
  ),
  ',"tree":', (
    select concat(
      '{"nodes":[', string_agg(concat(_24._j1), ',' order by _24._n) filter (where _24._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_24._c) filter (where _24._n = least(_24._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"tree":', coalesce(to_json(_23."tree"::text), 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('1b4cbcbf', (_23."tree")::text, (_23.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _23.id, _23."tree"
        from "tc_sample" _23
        order by _23."tree" desc nulls last, _23.id desc
        limit 4 + 1
      ) _23
    ) _24
    having true
  ),
  ',"integerRange":', (
    select concat(
      '{"nodes":[', string_agg(concat(_26._j1), ',' order by _26._n) filter (where _26._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_26._c) filter (where _26._n = least(_26._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat(
        '{"integerRange":', coalesce(
          to_json(
            case when _25."integer_range" is not null then jsonb_build_object(
              'from', lower(_25."integer_range")::text, 'to', upper(_25."integer_range")::text,
              'bounds', case when isempty(_25."integer_range") then 'empty' else case when lower_inc(
                _25."integer_range"
              ) then '[' else '(' end || case when upper_inc(_25."integer_range") then ']' else ')' end end
            ) end
          ), 'null'
        ), '}'
      ) as _j1,
      translate(
        encode(
          convert_to(json_build_array('94bd8e0a', (_25."integer_range")::text, (_25.id)::text)::text, 'UTF8'),
          'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _25.id, _25."integer_range"
        from "tc_sample" _25
        order by _25."integer_range" desc nulls last, _25.id desc
        limit 4 + 1
      ) _25
    ) _26
    having true
  ),
  ',"decimalRange":', (
    select concat(
      '{"nodes":[', string_agg(concat(_28._j1), ',' order by _28._n) filter (where _28._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_28._c) filter (where _28._n = least(_28._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat(
        '{"decimalRange":', coalesce(
          to_json(
            case when _27."decimal_range" is not null then jsonb_build_object(
              'from', lower(_27."decimal_range")::text, 'to', upper(_27."decimal_range")::text,
              'bounds', case when isempty(_27."decimal_range") then 'empty' else case when lower_inc(
                _27."decimal_range"
              ) then '[' else '(' end || case when upper_inc(_27."decimal_range") then ']' else ')' end end
            ) end
          ), 'null'
        ), '}'
      ) as _j1,
      translate(
        encode(
          convert_to(json_build_array('881d591d', (_27."decimal_range")::text, (_27.id)::text)::text, 'UTF8'),
          'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _27.id, _27."decimal_range"
        from "tc_sample" _27
        order by _27."decimal_range" desc nulls last, _27.id desc
        limit 4 + 1
      ) _27
    ) _28
    having true
  ),
  ',"dateRange":', (
    select concat(
      '{"nodes":[', string_agg(concat(_30._j1), ',' order by _30._n) filter (where _30._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_30._c) filter (where _30._n = least(_30._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat(
        '{"dateRange":', coalesce(
          to_json(
            case when _29."date_range" is not null then jsonb_build_object(
              'from', lower(_29."date_range")::date, 'to', upper(_29."date_range")::date,
              'bounds', case when isempty(_29."date_range") then 'empty' else case when lower_inc(_29."date_range") then '[' else '(' end || case when upper_inc(
                _29."date_range"
              ) then ']' else ')' end end
            ) end
          ), 'null'
        ), '}'
      ) as _j1,
      translate(
        encode(
          convert_to(json_build_array('24da4cb5', (_29."date_range")::text, (_29.id)::text)::text, 'UTF8'), 'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _29.id, _29."date_range"
        from "tc_sample" _29
        order by _29."date_range" desc nulls last, _29.id desc
        limit 4 + 1
      ) _29
    ) _30
    having true
  ),
  ',"datetimeRange":', (
    select concat(
      '{"nodes":[', string_agg(concat(_32._j1), ',' order by _32._n) filter (where _32._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_32._c) filter (where _32._n = least(_32._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat(
        '{"datetimeRange":', coalesce(
          to_json(
            case when _31."datetime_range" is not null then jsonb_build_object(
              'from', lower(_31."datetime_range")::timestamptz, 'to', upper(_31."datetime_range")::timestamptz,
              'bounds', case when isempty(_31."datetime_range") then 'empty' else case when lower_inc(
                _31."datetime_range"
              ) then '[' else '(' end || case when upper_inc(_31."datetime_range") then ']' else ')' end end
            ) end
          ), 'null'
        ), '}'
      ) as _j1,
      translate(
        encode(
          convert_to(json_build_array('71f09239', (_31."datetime_range")::text, (_31.id)::text)::text, 'UTF8'),
          'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _31.id, _31."datetime_range"
        from "tc_sample" _31
        order by _31."datetime_range" desc nulls last, _31.id desc
        limit 4 + 1
      ) _31
    ) _32
    having true
  ),
  ',"createdAt":', (
    select concat(
      '{"nodes":[', string_agg(concat(_34._j1), ',' order by _34._n) filter (where _34._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_34._c) filter (where _34._n = least(_34._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"createdAt":', coalesce(to_json(_33."created_at"), 'null'), '}') as _j1,
      translate(
        encode(
          convert_to(json_build_array('e33c71c2', (_33."created_at")::text, (_33.id)::text)::text, 'UTF8'), 'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _33.id, _33."created_at"
        from "tc_sample" _33
        order by _33."created_at" desc, _33.id desc
        limit 4 + 1
      ) _33
    ) _34
    having true
  ),
  ',"id":', (
    select concat(
      '{"nodes":[', string_agg(concat(_36._j1), ',' order by _36._n) filter (where _36._n <= 4),
      '],"pageInfo":{"endCursor":', coalesce(
        '"' || max(_36._c) filter (where _36._n = least(_36._m, 4)) || '"', 'null'
      ), '}}'
    )
    from (
      select concat('{"id":"', _35.id, '"}') as _j1,
      translate(
        encode(convert_to(json_build_array('56e8d351', (_35."id")::text, (_35.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (select _35.id from "tc_sample" _35 order by _35."id" desc, _35.id desc limit 4 + 1) _35
    ) _36
    having true
  ), '}'
)
