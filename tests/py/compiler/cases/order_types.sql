select json_build_object(
  'text', (
    select json_build_object(
      'nodes', coalesce(json_agg(t2.j1 order by t2.n) filter (where t2.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t2.c) filter (where t2.n = least(t2.m, 4)))
    )
    from (
      select json_build_object('text', t1."text") as j1,
      translate(
        encode(convert_to(json_build_array('e581af3b', (t1."text")::text, (t1.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t1.id, t1."text" from "tc_sample" t1 order by t1."text" desc nulls last, t1.id limit 4 + 1) t1
    ) t2
    having true
  ),
  'bigint', (
    select json_build_object(
      'nodes', coalesce(json_agg(t4.j1 order by t4.n) filter (where t4.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t4.c) filter (where t4.n = least(t4.m, 4)))
    )
    from (
      select json_build_object('bigint', t3."bigint"::text) as j1,
      translate(
        encode(convert_to(json_build_array('0e89f66c', (t3."bigint")::text, (t3.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t3.id, t3."bigint" from "tc_sample" t3 order by t3."bigint" desc nulls last, t3.id limit 4 + 1) t3
    ) t4
    having true
  ),
  'decimal', (
    select json_build_object(
      'nodes', coalesce(json_agg(t6.j1 order by t6.n) filter (where t6.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t6.c) filter (where t6.n = least(t6.m, 4)))
    )
    from (
      select json_build_object('decimal', t5."decimal"::text) as j1,
      translate(
        encode(convert_to(json_build_array('a097c1be', (t5."decimal")::text, (t5.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t5.id, t5."decimal" from "tc_sample" t5 order by t5."decimal" desc nulls last, t5.id limit 4 + 1) t5
    ) t6
    having true
  ),
  'float', (
    select json_build_object(
      'nodes', coalesce(json_agg(t8.j1 order by t8.n) filter (where t8.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t8.c) filter (where t8.n = least(t8.m, 4)))
    )
    from (
      select json_build_object('float', t7."float") as j1,
      translate(
        encode(convert_to(json_build_array('2ce434e8', (t7."float")::text, (t7.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t7.id, t7."float" from "tc_sample" t7 order by t7."float" desc nulls last, t7.id limit 4 + 1) t7
    ) t8
    having true
  ),
  'boolean', (
    select json_build_object(
      'nodes', coalesce(json_agg(t10.j1 order by t10.n) filter (where t10.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t10.c) filter (where t10.n = least(t10.m, 4)))
    )
    from (
      select json_build_object('boolean', t9."boolean") as j1,
      translate(
        encode(convert_to(json_build_array('6f95d10b', (t9."boolean")::text, (t9.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t9.id, t9."boolean" from "tc_sample" t9 order by t9."boolean" desc nulls last, t9.id limit 4 + 1) t9
    ) t10
    having true
  ),
  'date', (
    select json_build_object(
      'nodes', coalesce(json_agg(t12.j1 order by t12.n) filter (where t12.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t12.c) filter (where t12.n = least(t12.m, 4)))
    )
    from (
      select json_build_object('date', t11."date") as j1,
      translate(
        encode(convert_to(json_build_array('56baf35c', (t11."date")::text, (t11.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t11.id, t11."date" from "tc_sample" t11 order by t11."date" desc nulls last, t11.id limit 4 + 1) t11
    ) t12
    having true
  ),
  'time', (
    select json_build_object(
      'nodes', coalesce(json_agg(t14.j1 order by t14.n) filter (where t14.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t14.c) filter (where t14.n = least(t14.m, 4)))
    )
    from (
      select json_build_object('time', t13."time") as j1,
      translate(
        encode(convert_to(json_build_array('c1a0b884', (t13."time")::text, (t13.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t13.id, t13."time" from "tc_sample" t13 order by t13."time" desc nulls last, t13.id limit 4 + 1) t13
    ) t14
    having true
  ),
  'datetime', (
    select json_build_object(
      'nodes', coalesce(json_agg(t16.j1 order by t16.n) filter (where t16.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t16.c) filter (where t16.n = least(t16.m, 4)))
    )
    from (
      select json_build_object('datetime', t15."datetime") as j1,
      translate(
        encode(
          convert_to(json_build_array('9c46aeec', (t15."datetime")::text, (t15.id)::text)::text, 'UTF8'), 'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t15.id, t15."datetime"
        from "tc_sample" t15
        order by t15."datetime" desc nulls last, t15.id
        limit 4 + 1
      ) t15
    ) t16
    having true
  ),
  'uuid', (
    select json_build_object(
      'nodes', coalesce(json_agg(t18.j1 order by t18.n) filter (where t18.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t18.c) filter (where t18.n = least(t18.m, 4)))
    )
    from (
      select json_build_object('uuid', t17."uuid") as j1,
      translate(
        encode(convert_to(json_build_array('c5ab27d7', (t17."uuid")::text, (t17.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t17.id, t17."uuid" from "tc_sample" t17 order by t17."uuid" desc nulls last, t17.id limit 4 + 1) t17
    ) t18
    having true
  ),
  'mood', (
    select json_build_object(
      'nodes', coalesce(json_agg(t20.j1 order by t20.n) filter (where t20.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t20.c) filter (where t20.n = least(t20.m, 4)))
    )
    from (
      select json_build_object('mood', t19."mood") as j1,
      translate(
        encode(convert_to(json_build_array('93534752', (t19."mood")::text, (t19.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t19.id, t19."mood" from "tc_sample" t19 order by t19."mood" desc nulls last, t19.id limit 4 + 1) t19
    ) t20
    having true
  ),
  'email', (
    select json_build_object(
      'nodes', coalesce(json_agg(t22.j1 order by t22.n) filter (where t22.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t22.c) filter (where t22.n = least(t22.m, 4)))
    )
    from (
      select json_build_object('email', t21."email") as j1,
      translate(
        encode(convert_to(json_build_array('5c59f34d', (t21."email")::text, (t21.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t21.id, t21."email" from "tc_sample" t21 order by t21."email" desc nulls last, t21.id limit 4 + 1) t21
    ) t22
    having true
  ),
  'tree', (
    select json_build_object(
      'nodes', coalesce(json_agg(t24.j1 order by t24.n) filter (where t24.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t24.c) filter (where t24.n = least(t24.m, 4)))
    )
    from (
      select json_build_object('tree', t23."tree"::text) as j1,
      translate(
        encode(convert_to(json_build_array('4919f0f8', (t23."tree")::text, (t23.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t23.id, t23."tree" from "tc_sample" t23 order by t23."tree" desc nulls last, t23.id limit 4 + 1) t23
    ) t24
    having true
  ),
  'integerRange', (
    select json_build_object(
      'nodes', coalesce(json_agg(t26.j1 order by t26.n) filter (where t26.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t26.c) filter (where t26.n = least(t26.m, 4)))
    )
    from (
      select json_build_object(
        'integerRange', case when t25."integer_range" is not null then jsonb_build_object(
          'from', lower(t25."integer_range")::text, 'to', upper(t25."integer_range")::text,
          'bounds', case when isempty(t25."integer_range") then 'empty' else case when lower_inc(t25."integer_range") then '[' else '(' end || case when upper_inc(
            t25."integer_range"
          ) then ']' else ')' end end
        ) end
      ) as j1,
      translate(
        encode(
          convert_to(json_build_array('d9e6a105', (t25."integer_range")::text, (t25.id)::text)::text, 'UTF8'),
          'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t25.id, t25."integer_range"
        from "tc_sample" t25
        order by t25."integer_range" desc nulls last, t25.id
        limit 4 + 1
      ) t25
    ) t26
    having true
  ),
  'decimalRange', (
    select json_build_object(
      'nodes', coalesce(json_agg(t28.j1 order by t28.n) filter (where t28.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t28.c) filter (where t28.n = least(t28.m, 4)))
    )
    from (
      select json_build_object(
        'decimalRange', case when t27."decimal_range" is not null then jsonb_build_object(
          'from', lower(t27."decimal_range")::text, 'to', upper(t27."decimal_range")::text,
          'bounds', case when isempty(t27."decimal_range") then 'empty' else case when lower_inc(t27."decimal_range") then '[' else '(' end || case when upper_inc(
            t27."decimal_range"
          ) then ']' else ')' end end
        ) end
      ) as j1,
      translate(
        encode(
          convert_to(json_build_array('dbeb6639', (t27."decimal_range")::text, (t27.id)::text)::text, 'UTF8'),
          'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t27.id, t27."decimal_range"
        from "tc_sample" t27
        order by t27."decimal_range" desc nulls last, t27.id
        limit 4 + 1
      ) t27
    ) t28
    having true
  ),
  'dateRange', (
    select json_build_object(
      'nodes', coalesce(json_agg(t30.j1 order by t30.n) filter (where t30.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t30.c) filter (where t30.n = least(t30.m, 4)))
    )
    from (
      select json_build_object(
        'dateRange', case when t29."date_range" is not null then jsonb_build_object(
          'from', lower(t29."date_range")::date, 'to', upper(t29."date_range")::date,
          'bounds', case when isempty(t29."date_range") then 'empty' else case when lower_inc(t29."date_range") then '[' else '(' end || case when upper_inc(
            t29."date_range"
          ) then ']' else ')' end end
        ) end
      ) as j1,
      translate(
        encode(
          convert_to(json_build_array('125e38a1', (t29."date_range")::text, (t29.id)::text)::text, 'UTF8'), 'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t29.id, t29."date_range"
        from "tc_sample" t29
        order by t29."date_range" desc nulls last, t29.id
        limit 4 + 1
      ) t29
    ) t30
    having true
  ),
  'datetimeRange', (
    select json_build_object(
      'nodes', coalesce(json_agg(t32.j1 order by t32.n) filter (where t32.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t32.c) filter (where t32.n = least(t32.m, 4)))
    )
    from (
      select json_build_object(
        'datetimeRange', case when t31."datetime_range" is not null then jsonb_build_object(
          'from', lower(t31."datetime_range")::timestamptz, 'to', upper(t31."datetime_range")::timestamptz,
          'bounds', case when isempty(t31."datetime_range") then 'empty' else case when lower_inc(
            t31."datetime_range"
          ) then '[' else '(' end || case when upper_inc(t31."datetime_range") then ']' else ')' end end
        ) end
      ) as j1,
      translate(
        encode(
          convert_to(json_build_array('9202013a', (t31."datetime_range")::text, (t31.id)::text)::text, 'UTF8'),
          'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t31.id, t31."datetime_range"
        from "tc_sample" t31
        order by t31."datetime_range" desc nulls last, t31.id
        limit 4 + 1
      ) t31
    ) t32
    having true
  ),
  'createdAt', (
    select json_build_object(
      'nodes', coalesce(json_agg(t34.j1 order by t34.n) filter (where t34.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t34.c) filter (where t34.n = least(t34.m, 4)))
    )
    from (
      select json_build_object('createdAt', t33."created_at") as j1,
      translate(
        encode(
          convert_to(json_build_array('bb57f91a', (t33."created_at")::text, (t33.id)::text)::text, 'UTF8'), 'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t33.id, t33."created_at" from "tc_sample" t33 order by t33."created_at" desc, t33.id limit 4 + 1) t33
    ) t34
    having true
  ),
  'id', (
    select json_build_object(
      'nodes', coalesce(json_agg(t36.j1 order by t36.n) filter (where t36.n <= 4), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t36.c) filter (where t36.n = least(t36.m, 4)))
    )
    from (
      select json_build_object('id', t35."id") as j1,
      translate(
        encode(convert_to(json_build_array('945c1571', (t35."id")::text, (t35.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (select t35.id from "tc_sample" t35 order by t35."id" desc, t35.id limit 4 + 1) t35
    ) t36
    having true
  )
)
