select concat(
  '{"whole":{"nodes":[', (
    select string_agg(concat('{"rank":', coalesce(_1."rank"::text, 'null'), '}'), ',')
    from (
      select _1.id, _1."rank", _1."parent", _1."mood"
      from "tc_sample" _1 left join "tc_sample" _2 on _2.id = _1."parent"
      where _1."rank" >= ($1::text::integer)
      and ((_1."mood" = ($2::text)) is not true)
      order by _1."rank" desc, _2."rank", _1.id
      limit $3::integer
    ) _1
  ), ']},"absent":{"totalCount":', coalesce(to_json((select count(*) from "tc_sample" _3)), 'null'),
  '},"null":{"totalCount":', coalesce(to_json((select count(*) from "tc_sample" _4)), 'null'),
  '},"one":{"nodes":[', (
    select string_agg(
      concat(
        '{"rank":', coalesce(_5."rank"::text, 'null'), ',"plain":', coalesce(thing.json_string(_5."plain"), 'null'),
        '}'
      ), ','
    )
    from (
      select _5.id, _5."mood", _5."plain", _5."rank"
      from "tc_sample" _5
      order by _5."mood" nulls first, _5."plain" desc, _5.id desc
      limit 100
    ) _5
  ),
  ']},"inside":{"nodes":[', (
    select string_agg(concat('{"id":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."rank", _6."mood"
      from "tc_sample" _6
      where (
        (_6."id" = any (($4::text[])::uuid[]))
        or (_6."id" = any (($5::text[])::uuid[]))
        or (_6."rank" >= ($1::text::integer) and ((_6."mood" = ($2::text)) is not true))
      )
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"moods":{"nodes":[', (
    select string_agg(
      concat(
        '{"mood":', coalesce(thing.json_string(_7."mood"), 'null'),
        ',"integer":', coalesce(_7."integer"::text, 'null'), '}'
      ), ','
    )
    from (
      select _7.id, _7."mood", _7."integer"
      from "tc_sample" _7
      where _7."mood" = any (($6::text[])::text[])
      and ((_7."mood" is distinct from ($7::text)) or (_7."integer" = ($8::text::integer)))
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"json":{"nodes":[', (
    select string_agg(concat('{"rank":', coalesce(_8."rank"::text, 'null'), '}'), ',')
    from (
      select _8.id, _8."rank", _8."json"
      from "tc_sample" _8
      where _8."json" @> (nullif(($9::text)::jsonb, 'null'::jsonb))
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"inJson":{"nodes":[', (
    select string_agg(concat('{"rank":', coalesce(_9."rank"::text, 'null'), '}'), ',')
    from (
      select _9.id, _9."rank", _9."json"
      from "tc_sample" _9
      where _9."json" @> (nullif(($10::text)::jsonb, 'null'::jsonb))
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"at":{"nodes":[', (
    select string_agg(concat('{"rank":', coalesce(_10."rank"::text, 'null'), '}'), ',')
    from (
      select _10.id, _10."rank", _10."json"
      from "tc_sample" _10
      where (_10."json" #> $11::text[]) = ($12::text)::jsonb
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"defaulted":{"nodes":[', (
    select string_agg(concat('{"rank":', coalesce(_11."rank"::text, 'null'), '}'), ',')
    from (
      select _11.id, _11."rank"
      from "tc_sample" _11
      where _11."rank" >= ($13::text::integer)
      order by _11.id
      limit 100
    ) _11
  ), ']}}'
)
