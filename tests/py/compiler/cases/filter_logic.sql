select concat(
  '{"nothing":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (select _1.id from "tc_sample" _1 order by _1.id limit 100) _1
  ),
  ']},"two":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."integer", _2."mood"
      from "tc_sample" _2
      where _2."integer" = ($1::text::integer)
      and _2."mood" = ($2::text)
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"and":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."integer", _3."mood"
      from "tc_sample" _3
      where (_3."integer" = ($3::text::integer))
      and (_3."mood" = ($4::text))
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"andNothing":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (select _4.id from "tc_sample" _4 order by _4.id limit 100) _4
  ),
  ']},"or":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (
      select _5.id, _5."integer"
      from "tc_sample" _5
      where ((_5."integer" = ($5::text::integer)) or (_5."integer" is null))
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"orNothing":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (select _6.id from "tc_sample" _6 where false order by _6.id limit 100) _6
  ),
  ']},"orEverything":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."integer"
      from "tc_sample" _7
      where ((_7."integer" = ($6::text::integer)) or true)
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"orOne":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."integer"
      from "tc_sample" _8
      where ((_8."integer" = ($7::text::integer)))
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"not":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."integer"
      from "tc_sample" _9
      where ((_9."integer" > ($8::text::integer)) is not true)
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"notNothing":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (select _10.id from "tc_sample" _10 where false order by _10.id limit 100) _10
  ),
  ']},"notNot":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (
      select _11.id, _11."integer"
      from "tc_sample" _11
      where ((((_11."integer" > ($9::text::integer)) is not true)) is not true)
      order by _11.id
      limit 100
    ) _11
  ),
  ']},"notOr":{"nodes":[', (
    select string_agg(concat('{"name":"', _12.id, '"}'), ',')
    from (
      select _12.id, _12."integer", _12."boolean"
      from "tc_sample" _12
      where ((((_12."integer" > ($10::text::integer)) or (_12."boolean" = ($11::text::boolean)))) is not true)
      order by _12.id
      limit 100
    ) _12
  ),
  ']},"notAnd":{"nodes":[', (
    select string_agg(concat('{"name":"', _13.id, '"}'), ',')
    from (
      select _13.id, _13."integer", _13."boolean"
      from "tc_sample" _13
      where (((_13."integer" > ($12::text::integer)) and (_13."boolean" = ($13::text::boolean))) is not true)
      order by _13.id
      limit 100
    ) _13
  ),
  ']},"orAndBeside":{"nodes":[', (
    select string_agg(concat('{"name":"', _14.id, '"}'), ',')
    from (
      select _14.id, _14."rank", _14."integer", _14."mood"
      from "tc_sample" _14
      where _14."rank" >= ($14::text::integer)
      and ((_14."integer" = ($15::text::integer) and _14."mood" = ($16::text)) or (_14."mood" is null))
      order by _14.id
      limit 100
    ) _14
  ),
  ']},"nulls":{"nodes":[', (
    select string_agg(concat('{"name":"', _15.id, '"}'), ',')
    from (select _15.id from "tc_sample" _15 order by _15.id limit 100) _15
  ),
  ']},"emptyOperators":{"nodes":[', (
    select string_agg(concat('{"name":"', _16.id, '"}'), ',')
    from (select _16.id, _16."integer" from "tc_sample" _16 order by _16.id limit 100) _16
  ), ']}}'
)
