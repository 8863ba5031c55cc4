select concat(
  '{"integerEq":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (
      select _1.id, _1."integer"
      from "tc_sample" _1
      where _1."integer" = ($1::text::integer)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"integerNe":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."integer"
      from "tc_sample" _2
      where _2."integer" is distinct
      from ($2::text::integer)
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"integerIn":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."integer"
      from "tc_sample" _3
      where _3."integer" = any (($3::text[])::integer[])
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"integerNotIn":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (
      select _4.id, _4."integer"
      from "tc_sample" _4
      where ((_4."integer" in (select _v from unnest(($4::text[])::integer[]) _v)) is not true)
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"integerRange":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (
      select _5.id, _5."integer"
      from "tc_sample" _5
      where _5."integer" > ($5::text::integer)
      and _5."integer" < ($6::text::integer)
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"integerMost":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."integer"
      from "tc_sample" _6
      where _6."integer" >= ($7::text::integer)
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"bigintNumber":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."bigint"
      from "tc_sample" _7
      where _7."bigint" = ($8::text::bigint)
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"bigintText":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."bigint"
      from "tc_sample" _8
      where _8."bigint" = ($9::text::bigint)
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"bigintLeast":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."bigint"
      from "tc_sample" _9
      where _9."bigint" <= ($10::text::bigint)
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"decimalNumber":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (
      select _10.id, _10."decimal"
      from "tc_sample" _10
      where _10."decimal" = ($11::text::numeric)
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"decimalText":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (
      select _11.id, _11."decimal"
      from "tc_sample" _11
      where _11."decimal" = ($12::text::numeric)
      order by _11.id
      limit 100
    ) _11
  ),
  ']},"decimalIn":{"nodes":[', (
    select string_agg(concat('{"name":"', _12.id, '"}'), ',')
    from (
      select _12.id, _12."decimal"
      from "tc_sample" _12
      where _12."decimal" = any (($13::text[])::numeric[])
      order by _12.id
      limit 100
    ) _12
  ),
  ']},"decimalExact":{"nodes":[', (
    select string_agg(concat('{"name":"', _13.id, '"}'), ',')
    from (
      select _13.id, _13."decimal"
      from "tc_sample" _13
      where _13."decimal" < ($14::text::numeric)
      order by _13.id
      limit 100
    ) _13
  ),
  ']},"floatEq":{"nodes":[', (
    select string_agg(concat('{"name":"', _14.id, '"}'), ',')
    from (
      select _14.id, _14."float"
      from "tc_sample" _14
      where _14."float" = ($15::text::double precision)
      order by _14.id
      limit 100
    ) _14
  ),
  ']},"floatTiny":{"nodes":[', (
    select string_agg(concat('{"name":"', _15.id, '"}'), ',')
    from (
      select _15.id, _15."float"
      from "tc_sample" _15
      where _15."float" <= ($16::text::double precision)
      order by _15.id
      limit 100
    ) _15
  ),
  ']},"floatWhole":{"nodes":[', (
    select string_agg(concat('{"name":"', _16.id, '"}'), ',')
    from (
      select _16.id, _16."float"
      from "tc_sample" _16
      where _16."float" = any (($17::text[])::double precision[])
      order by _16.id
      limit 100
    ) _16
  ),
  ']},"floatNotIn":{"nodes":[', (
    select string_agg(concat('{"name":"', _17.id, '"}'), ',')
    from (
      select _17.id, _17."float"
      from "tc_sample" _17
      where ((_17."float" in (select _v from unnest(($18::text[])::double precision[]) _v)) is not true)
      order by _17.id
      limit 100
    ) _17
  ), ']}}'
)
