select concat(
  '{"integerOverlaps":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (
      select _1.id, _1."integer_range"
      from "tc_sample" _1
      where _1."integer_range" && ($1::text::int8range)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"integerEmpty":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."integer_range"
      from "tc_sample" _2
      where _2."integer_range" = ($2::text::int8range)
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"integerContains":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."integer_range"
      from "tc_sample" _3
      where _3."integer_range" @> ($3::text::int8range)
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"integerContainsValue":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (
      select _4.id, _4."integer_range"
      from "tc_sample" _4
      where _4."integer_range" @> ($4::text::bigint)
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"integerContainedBy":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (
      select _5.id, _5."integer_range"
      from "tc_sample" _5
      where _5."integer_range" <@ ($5::text::int8range)
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"integerNe":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."integer_range"
      from "tc_sample" _6
      where _6."integer_range" is distinct
      from ($6::text::int8range)
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"integerOpen":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."integer_range"
      from "tc_sample" _7
      where _7."integer_range" @> ($7::text::bigint)
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"decimalEq":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."decimal_range"
      from "tc_sample" _8
      where _8."decimal_range" = ($8::text::numrange)
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"decimalValue":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."decimal_range"
      from "tc_sample" _9
      where _9."decimal_range" @> ($9::text::numeric)
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"decimalClosed":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (
      select _10.id, _10."decimal_range"
      from "tc_sample" _10
      where _10."decimal_range" @> ($10::text::numeric)
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"dateValue":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (
      select _11.id, _11."date_range"
      from "tc_sample" _11
      where _11."date_range" @> ($11::text::date)
      order by _11.id
      limit 100
    ) _11
  ),
  ']},"dateOverlaps":{"nodes":[', (
    select string_agg(concat('{"name":"', _12.id, '"}'), ',')
    from (
      select _12.id, _12."date_range"
      from "tc_sample" _12
      where _12."date_range" && ($12::text::daterange)
      order by _12.id
      limit 100
    ) _12
  ),
  ']},"dateNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _13.id, '"}'), ',')
    from (
      select _13.id, _13."date_range"
      from "tc_sample" _13
      where _13."date_range" is null
      order by _13.id
      limit 100
    ) _13
  ),
  ']},"datetimeValue":{"nodes":[', (
    select string_agg(concat('{"name":"', _14.id, '"}'), ',')
    from (
      select _14.id, _14."datetime_range"
      from "tc_sample" _14
      where _14."datetime_range" @> ($13::text::timestamptz)
      order by _14.id
      limit 100
    ) _14
  ),
  ']},"datetimeWithin":{"nodes":[', (
    select string_agg(concat('{"name":"', _15.id, '"}'), ',')
    from (
      select _15.id, _15."datetime_range"
      from "tc_sample" _15
      where _15."datetime_range" <@ ($14::text::tstzrange)
      order by _15.id
      limit 100
    ) _15
  ), ']}}'
)
