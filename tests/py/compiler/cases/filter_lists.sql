select concat(
  '{"has":{"nodes":[', (
    select string_agg(concat('{"id":"', _1.id, '"}'), ',')
    from (select _1.id, _1."texts" from "tc_sample" _1 where _1."texts" @> array[$1::text] order by _1.id limit 100) _1
  ),
  ']},"hasQuote":{"nodes":[', (
    select string_agg(concat('{"id":"', _2.id, '"}'), ',')
    from (select _2.id, _2."texts" from "tc_sample" _2 where _2."texts" @> array[$2::text] order by _2.id limit 100) _2
  ),
  ']},"hasAny":{"nodes":[', (
    select string_agg(concat('{"id":"', _3.id, '"}'), ',')
    from (select _3.id, _3."texts" from "tc_sample" _3 where _3."texts" && $3::text[] order by _3.id limit 100) _3
  ),
  ']},"hasAll":{"nodes":[', (
    select string_agg(concat('{"id":"', _4.id, '"}'), ',')
    from (select _4.id, _4."texts" from "tc_sample" _4 where _4."texts" @> $4::text[] order by _4.id limit 100) _4
  ),
  ']},"hasAllNothing":{"nodes":[', (
    select string_agg(concat('{"id":"', _5.id, '"}'), ',')
    from (select _5.id, _5."texts" from "tc_sample" _5 where _5."texts" @> $5::text[] order by _5.id limit 100) _5
  ),
  ']},"eq":{"nodes":[', (
    select string_agg(concat('{"id":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."integers"
      from "tc_sample" _6
      where _6."integers" = ($6::text[])::integer[]
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"eqOtherOrder":{"nodes":[', (
    select string_agg(concat('{"id":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."integers"
      from "tc_sample" _7
      where _7."integers" = ($7::text[])::integer[]
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"eqEmpty":{"nodes":[', (
    select string_agg(concat('{"id":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."integers"
      from "tc_sample" _8
      where _8."integers" = ($8::text[])::integer[]
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"ne":{"nodes":[', (
    select string_agg(concat('{"id":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."integers"
      from "tc_sample" _9
      where _9."integers" is distinct
      from ($9::text[])::integer[]
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"isNull":{"nodes":[', (
    select string_agg(concat('{"id":"', _10.id, '"}'), ',')
    from (select _10.id, _10."dates" from "tc_sample" _10 where _10."dates" is null order by _10.id limit 100) _10
  ),
  ']},"hasInteger":{"nodes":[', (
    select string_agg(concat('{"id":"', _11.id, '"}'), ',')
    from (
      select _11.id, _11."integers"
      from "tc_sample" _11
      where _11."integers" @> array[($10::text)::integer]
      order by _11.id
      limit 100
    ) _11
  ),
  ']},"hasBigint":{"nodes":[', (
    select string_agg(concat('{"id":"', _12.id, '"}'), ',')
    from (
      select _12.id, _12."bigints"
      from "tc_sample" _12
      where _12."bigints" @> array[($11::text)::bigint]
      order by _12.id
      limit 100
    ) _12
  ),
  ']},"hasDecimal":{"nodes":[', (
    select string_agg(concat('{"id":"', _13.id, '"}'), ',')
    from (
      select _13.id, _13."decimals"
      from "tc_sample" _13
      where _13."decimals" @> array[($12::text)::numeric]
      order by _13.id
      limit 100
    ) _13
  ),
  ']},"eqDecimal":{"nodes":[', (
    select string_agg(concat('{"id":"', _14.id, '"}'), ',')
    from (
      select _14.id, _14."decimals"
      from "tc_sample" _14
      where _14."decimals" = ($13::text[])::numeric[]
      order by _14.id
      limit 100
    ) _14
  ),
  ']},"hasFloat":{"nodes":[', (
    select string_agg(concat('{"id":"', _15.id, '"}'), ',')
    from (
      select _15.id, _15."floats"
      from "tc_sample" _15
      where _15."floats" && ($14::text[])::double precision[]
      order by _15.id
      limit 100
    ) _15
  ),
  ']},"hasDate":{"nodes":[', (
    select string_agg(concat('{"id":"', _16.id, '"}'), ',')
    from (
      select _16.id, _16."dates"
      from "tc_sample" _16
      where _16."dates" @> array[($15::text)::date]
      order by _16.id
      limit 100
    ) _16
  ),
  ']},"hasTime":{"nodes":[', (
    select string_agg(concat('{"id":"', _17.id, '"}'), ',')
    from (
      select _17.id, _17."times"
      from "tc_sample" _17
      where _17."times" @> ($16::text[])::time[]
      order by _17.id
      limit 100
    ) _17
  ),
  ']},"hasMoment":{"nodes":[', (
    select string_agg(concat('{"id":"', _18.id, '"}'), ',')
    from (
      select _18.id, _18."datetimes"
      from "tc_sample" _18
      where _18."datetimes" @> array[($17::text)::timestamptz]
      order by _18.id
      limit 100
    ) _18
  ),
  ']},"hasUuid":{"nodes":[', (
    select string_agg(concat('{"id":"', _19.id, '"}'), ',')
    from (
      select _19.id, _19."uuids"
      from "tc_sample" _19
      where _19."uuids" @> array[($18::text)::uuid]
      order by _19.id
      limit 100
    ) _19
  ),
  ']},"not":{"nodes":[', (
    select string_agg(concat('{"id":"', _20.id, '"}'), ',')
    from (
      select _20.id, _20."texts"
      from "tc_sample" _20
      where ((_20."texts" @> array[$19::text]) is not true)
      order by _20.id
      limit 100
    ) _20
  ), ']}}'
)
