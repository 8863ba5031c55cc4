select concat(
  '{"contains":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (
      select _1.id, _1."text"
      from "tc_sample" _1
      where _1."text" like $1::text
      and thing.fold_case(_1."text") collate "C" like thing.fold_case($1::text)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"containsPercent":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (select _2.id, _2."plain" from "tc_sample" _2 where _2."plain" like $2::text order by _2.id limit 100) _2
  ),
  ']},"containsUnderscore":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (select _3.id, _3."plain" from "tc_sample" _3 where _3."plain" like $3::text order by _3.id limit 100) _3
  ),
  ']},"containsBackslash":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (select _4.id, _4."plain" from "tc_sample" _4 where _4."plain" like $4::text order by _4.id limit 100) _4
  ),
  ']},"containsQuotes":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (select _5.id, _5."plain" from "tc_sample" _5 where _5."plain" like $5::text order by _5.id limit 100) _5
  ),
  ']},"containsEmpty":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."text"
      from "tc_sample" _6
      where _6."text" like $6::text
      and thing.fold_case(_6."text") collate "C" like thing.fold_case($6::text)
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"startsWith":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."text"
      from "tc_sample" _7
      where _7."text" like $7::text
      and thing.fold_case(_7."text") collate "C" like thing.fold_case($7::text)
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"endsWith":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."text"
      from "tc_sample" _8
      where _8."text" like $8::text
      and thing.fold_case(_8."text") collate "C" like thing.fold_case($8::text)
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"like":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."text"
      from "tc_sample" _9
      where _9."text" like $9::text
      and thing.fold_case(_9."text") collate "C" like thing.fold_case($9::text)
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"ilike":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (
      select _10.id, _10."plain"
      from "tc_sample" _10
      where thing.fold_case(_10."plain") collate "C" like thing.fold_case($10::text)
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"emoji":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (select _11.id, _11."plain" from "tc_sample" _11 where _11."plain" like $11::text order by _11.id limit 100) _11
  ),
  ']},"newline":{"nodes":[', (
    select string_agg(concat('{"name":"', _12.id, '"}'), ',')
    from (select _12.id, _12."plain" from "tc_sample" _12 where _12."plain" like $12::text order by _12.id limit 100) _12
  ), ']}}'
)
