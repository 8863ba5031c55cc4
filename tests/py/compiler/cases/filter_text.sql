select concat(
  '{"eq":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (select _1.id, _1."text" from "tc_sample" _1 where _1."text" = ($1::text) order by _1.id limit 100) _1
  ),
  ']},"eqEmpty":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (select _2.id, _2."text" from "tc_sample" _2 where _2."text" = ($2::text) order by _2.id limit 100) _2
  ),
  ']},"eqNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (select _3.id, _3."text" from "tc_sample" _3 where _3."text" is null order by _3.id limit 100) _3
  ),
  ']},"ne":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (
      select _4.id, _4."text"
      from "tc_sample" _4
      where _4."text" is distinct
      from ($3::text)
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"neNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (select _5.id, _5."text" from "tc_sample" _5 where _5."text" is not null order by _5.id limit 100) _5
  ),
  ']},"in":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."text"
      from "tc_sample" _6
      where _6."text" = any (($4::text[])::text[])
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"inNothing":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."text"
      from "tc_sample" _7
      where _7."text" = any (($5::text[])::text[])
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"notIn":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."text"
      from "tc_sample" _8
      where ((_8."text" in (select _v from unnest(($6::text[])::text[]) _v)) is not true)
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"isNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (select _9.id, _9."text" from "tc_sample" _9 where _9."text" is null order by _9.id limit 100) _9
  ),
  ']},"isNotNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (select _10.id, _10."text" from "tc_sample" _10 where _10."text" is not null order by _10.id limit 100) _10
  ),
  ']},"lt":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (select _11.id, _11."plain" from "tc_sample" _11 where _11."plain" < ($7::text) order by _11.id limit 100) _11
  ),
  ']},"range":{"nodes":[', (
    select string_agg(concat('{"name":"', _12.id, '"}'), ',')
    from (
      select _12.id, _12."plain"
      from "tc_sample" _12
      where _12."plain" >= ($8::text)
      and _12."plain" <= ($9::text)
      order by _12.id
      limit 100
    ) _12
  ), ']}}'
)
