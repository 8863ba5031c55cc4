select concat(
  '{"eq":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (
      select _1.id, _1."json"
      from "tc_sample" _1
      where _1."json" = (nullif(($1::text)::jsonb, 'null'::jsonb))
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"eqText":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."json"
      from "tc_sample" _2
      where _2."json" = (nullif(($2::text)::jsonb, 'null'::jsonb))
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"eqNumber":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."json"
      from "tc_sample" _3
      where _3."json" = (nullif(($3::text)::jsonb, 'null'::jsonb))
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"eqTrue":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (
      select _4.id, _4."json"
      from "tc_sample" _4
      where _4."json" = (nullif(($4::text)::jsonb, 'null'::jsonb))
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"ne":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (
      select _5.id, _5."json"
      from "tc_sample" _5
      where _5."json" is distinct
      from (nullif(($5::text)::jsonb, 'null'::jsonb))
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"isNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (select _6.id, _6."json" from "tc_sample" _6 where _6."json" is null order by _6.id limit 100) _6
  ),
  ']},"eqNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (select _7.id, _7."json" from "tc_sample" _7 where _7."json" is null order by _7.id limit 100) _7
  ),
  ']},"contains":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."json"
      from "tc_sample" _8
      where _8."json" @> (nullif(($6::text)::jsonb, 'null'::jsonb))
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"containsItem":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."json"
      from "tc_sample" _9
      where _9."json" @> (nullif(($7::text)::jsonb, 'null'::jsonb))
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"containsDeep":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (
      select _10.id, _10."json"
      from "tc_sample" _10
      where _10."json" @> (nullif(($8::text)::jsonb, 'null'::jsonb))
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"hasKey":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (select _11.id, _11."json" from "tc_sample" _11 where _11."json" ? $9::text order by _11.id limit 100) _11
  ),
  ']},"hasKeyDotted":{"nodes":[', (
    select string_agg(concat('{"name":"', _12.id, '"}'), ',')
    from (select _12.id, _12."json" from "tc_sample" _12 where _12."json" ? $10::text order by _12.id limit 100) _12
  ), ']}}'
)
