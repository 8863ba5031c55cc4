select concat(
  '{"dateEq":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (select _1.id, _1."date" from "tc_sample" _1 where _1."date" = ($1::text::date) order by _1.id limit 100) _1
  ),
  ']},"dateRange":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."date"
      from "tc_sample" _2
      where _2."date" >= ($2::text::date)
      and _2."date" < ($3::text::date)
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"dateIn":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."date"
      from "tc_sample" _3
      where _3."date" = any (($4::text[])::date[])
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"dateNe":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (
      select _4.id, _4."date"
      from "tc_sample" _4
      where _4."date" is distinct
      from ($5::text::date)
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"timeGt":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (select _5.id, _5."time" from "tc_sample" _5 where _5."time" > ($6::text::time) order by _5.id limit 100) _5
  ),
  ']},"timeEq":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (select _6.id, _6."time" from "tc_sample" _6 where _6."time" = ($7::text::time) order by _6.id limit 100) _6
  ),
  ']},"timeIn":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."time"
      from "tc_sample" _7
      where _7."time" = any (($8::text[])::time[])
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"datetimeZone":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."datetime"
      from "tc_sample" _8
      where _8."datetime" = ($9::text::timestamptz)
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"datetimeMicro":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."datetime"
      from "tc_sample" _9
      where _9."datetime" < ($10::text::timestamptz)
      and _9."datetime" > ($11::text::timestamptz)
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"datetimeIn":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (
      select _10.id, _10."datetime"
      from "tc_sample" _10
      where _10."datetime" = any (($12::text[])::timestamptz[])
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"createdAt":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (
      select _11.id, _11."created_at"
      from "tc_sample" _11
      where _11."created_at" <= ($13::text::timestamptz)
      order by _11.id
      limit 100
    ) _11
  ), ']}}'
)
