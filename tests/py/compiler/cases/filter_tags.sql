select concat(
  '{"has":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (select _1.id, _1."tags" from "tc_sample" _1 where _1."tags" @> array[$1::text] order by _1.id limit 100) _1
  ),
  ']},"hasAny":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (select _2.id, _2."tags" from "tc_sample" _2 where _2."tags" && $2::text[] order by _2.id limit 100) _2
  ),
  ']},"hasAll":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (select _3.id, _3."tags" from "tc_sample" _3 where _3."tags" @> $3::text[] order by _3.id limit 100) _3
  ),
  ']},"hasAllNothing":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (select _4.id, _4."tags" from "tc_sample" _4 where _4."tags" @> $4::text[] order by _4.id limit 100) _4
  ),
  ']},"hasAnyNothing":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (select _5.id, _5."tags" from "tc_sample" _5 where _5."tags" && $5::text[] order by _5.id limit 100) _5
  ),
  ']},"eq":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (select _6.id, _6."tags" from "tc_sample" _6 where _6."tags" = $6::text[] order by _6.id limit 100) _6
  ),
  ']},"eqOtherOrder":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (select _7.id, _7."tags" from "tc_sample" _7 where _7."tags" = $7::text[] order by _7.id limit 100) _7
  ),
  ']},"eqOne":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (select _8.id, _8."tags" from "tc_sample" _8 where _8."tags" = $8::text[] order by _8.id limit 100) _8
  ),
  ']},"eqEmpty":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (select _9.id, _9."tags" from "tc_sample" _9 where _9."tags" = $9::text[] order by _9.id limit 100) _9
  ),
  ']},"ne":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (
      select _10.id, _10."tags"
      from "tc_sample" _10
      where _10."tags" is distinct
      from $10::text[]
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"isNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (select _11.id, _11."tags" from "tc_sample" _11 where _11."tags" is null order by _11.id limit 100) _11
  ), ']}}'
)
