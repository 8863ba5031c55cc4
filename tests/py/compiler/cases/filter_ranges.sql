select json_build_object(
  'integerOverlaps', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _1."id")), '[]'::json)
      from (
        select t1.id, t1."integer_range"
        from "tc_sample" t1
        where t1."integer_range" && ($1::text::int8range)
        order by t1.id
        limit 100
      ) _1
    )
  ),
  'integerEmpty', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _2."id")), '[]'::json)
      from (
        select t2.id, t2."integer_range"
        from "tc_sample" t2
        where t2."integer_range" = ($2::text::int8range)
        order by t2.id
        limit 100
      ) _2
    )
  ),
  'integerContains', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."id")), '[]'::json)
      from (
        select t3.id, t3."integer_range"
        from "tc_sample" t3
        where t3."integer_range" @> ($3::text::int8range)
        order by t3.id
        limit 100
      ) _3
    )
  ),
  'integerContainsValue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _4."id")), '[]'::json)
      from (
        select t4.id, t4."integer_range"
        from "tc_sample" t4
        where t4."integer_range" @> ($4::text::bigint)
        order by t4.id
        limit 100
      ) _4
    )
  ),
  'integerContainedBy', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _5."id")), '[]'::json)
      from (
        select t5.id, t5."integer_range"
        from "tc_sample" t5
        where t5."integer_range" <@ ($5::text::int8range)
        order by t5.id
        limit 100
      ) _5
    )
  ),
  'integerNe', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _6."id")), '[]'::json)
      from (
        select t6.id, t6."integer_range"
        from "tc_sample" t6
        where t6."integer_range" is distinct
        from ($6::text::int8range)
        order by t6.id
        limit 100
      ) _6
    )
  ),
  'integerOpen', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _7."id")), '[]'::json)
      from (
        select t7.id, t7."integer_range"
        from "tc_sample" t7
        where t7."integer_range" @> ($7::text::bigint)
        order by t7.id
        limit 100
      ) _7
    )
  ),
  'decimalEq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _8."id")), '[]'::json)
      from (
        select t8.id, t8."decimal_range"
        from "tc_sample" t8
        where t8."decimal_range" = ($8::text::numrange)
        order by t8.id
        limit 100
      ) _8
    )
  ),
  'decimalValue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _9."id")), '[]'::json)
      from (
        select t9.id, t9."decimal_range"
        from "tc_sample" t9
        where t9."decimal_range" @> ($9::text::numeric)
        order by t9.id
        limit 100
      ) _9
    )
  ),
  'decimalClosed', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _10."id")), '[]'::json)
      from (
        select t10.id, t10."decimal_range"
        from "tc_sample" t10
        where t10."decimal_range" @> ($10::text::numeric)
        order by t10.id
        limit 100
      ) _10
    )
  ),
  'dateValue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _11."id")), '[]'::json)
      from (
        select t11.id, t11."date_range"
        from "tc_sample" t11
        where t11."date_range" @> ($11::text::date)
        order by t11.id
        limit 100
      ) _11
    )
  ),
  'dateOverlaps', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _12."id")), '[]'::json)
      from (
        select t12.id, t12."date_range"
        from "tc_sample" t12
        where t12."date_range" && ($12::text::daterange)
        order by t12.id
        limit 100
      ) _12
    )
  ),
  'dateNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _13."id")), '[]'::json)
      from (
        select _13.id, _13."date_range"
        from "tc_sample" _13
        where _13."date_range" is null
        order by _13.id
        limit 100
      ) _13
    )
  ),
  'datetimeValue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _14."id")), '[]'::json)
      from (
        select t14.id, t14."datetime_range"
        from "tc_sample" t14
        where t14."datetime_range" @> ($13::text::timestamptz)
        order by t14.id
        limit 100
      ) _14
    )
  ),
  'datetimeWithin', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _15."id")), '[]'::json)
      from (
        select t15.id, t15."datetime_range"
        from "tc_sample" t15
        where t15."datetime_range" <@ ($14::text::tstzrange)
        order by t15.id
        limit 100
      ) _15
    )
  )
)
