select concat(
  '{"eq":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (
      select _1.id, _1."json"
      from "tc_sample" _1
      where (_1."json" #> $1::text[]) = ($2::text)::jsonb
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"ne":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."json"
      from "tc_sample" _2
      where (_2."json" #> $3::text[]) is distinct
      from ($4::text)::jsonb
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"gtNumber":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."json"
      from "tc_sample" _3
      where (
        jsonb_typeof((_3."json" #> $5::text[])) = jsonb_typeof(($6::text)::jsonb)
        and (_3."json" #> $5::text[]) > ($6::text)::jsonb
      )
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"ltText":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (
      select _4.id, _4."json"
      from "tc_sample" _4
      where (
        jsonb_typeof((_4."json" #> $7::text[])) = jsonb_typeof(($8::text)::jsonb)
        and (_4."json" #> $7::text[]) < ($8::text)::jsonb
      )
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"item":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (
      select _5.id, _5."json"
      from "tc_sample" _5
      where (_5."json" #> $9::text[]) = ($10::text)::jsonb
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"fromEnd":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."json"
      from "tc_sample" _6
      where (_6."json" #> $11::text[]) = ($12::text)::jsonb
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"object":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."json"
      from "tc_sample" _7
      where (_7."json" #> $13::text[]) @> ($14::text)::jsonb
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"isNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."json"
      from "tc_sample" _8
      where coalesce((_8."json" #> $15::text[]) = 'null', true)
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"isNotNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."json"
      from "tc_sample" _9
      where not coalesce((_9."json" #> $16::text[]) = 'null', true)
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"eqNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (
      select _10.id, _10."json"
      from "tc_sample" _10
      where coalesce((_10."json" #> $17::text[]) = 'null', true)
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"neNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (
      select _11.id, _11."json"
      from "tc_sample" _11
      where not coalesce((_11."json" #> $18::text[]) = 'null', true)
      order by _11.id
      limit 100
    ) _11
  ),
  ']},"range":{"nodes":[', (
    select string_agg(concat('{"name":"', _12.id, '"}'), ',')
    from (
      select _12.id, _12."json"
      from "tc_sample" _12
      where (
        jsonb_typeof((_12."json" #> $19::text[])) = jsonb_typeof(($20::text)::jsonb)
        and (_12."json" #> $19::text[]) >= ($20::text)::jsonb
      )
      and (
        jsonb_typeof((_12."json" #> $19::text[])) = jsonb_typeof(($21::text)::jsonb)
        and (_12."json" #> $19::text[]) <= ($21::text)::jsonb
      )
      order by _12.id
      limit 100
    ) _12
  ),
  ']},"whole":{"nodes":[', (
    select string_agg(concat('{"name":"', _13.id, '"}'), ',')
    from (
      select _13.id, _13."json"
      from "tc_sample" _13
      where (_13."json" #> $22::text[]) = ($23::text)::jsonb
      order by _13.id
      limit 100
    ) _13
  ),
  ']},"dotted":{"nodes":[', (
    select string_agg(concat('{"name":"', _14.id, '"}'), ',')
    from (
      select _14.id, _14."json"
      from "tc_sample" _14
      where (_14."json" #> $24::text[]) = ($25::text)::jsonb
      order by _14.id
      limit 100
    ) _14
  ), ']}}'
)
