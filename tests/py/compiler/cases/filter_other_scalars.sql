select concat(
  '{"true":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (
      select _1.id, _1."boolean"
      from "tc_sample" _1
      where _1."boolean" = ($1::text::boolean)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"false":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."boolean"
      from "tc_sample" _2
      where _2."boolean" = ($2::text::boolean)
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"notTrue":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."boolean"
      from "tc_sample" _3
      where _3."boolean" is distinct
      from ($3::text::boolean)
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"unknown":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (select _4.id, _4."boolean" from "tc_sample" _4 where _4."boolean" is null order by _4.id limit 100) _4
  ),
  ']},"uuid":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (select _5.id, _5."uuid" from "tc_sample" _5 where _5."uuid" = ($4::text::uuid) order by _5.id limit 100) _5
  ),
  ']},"uuidShort":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."uuid"
      from "tc_sample" _6
      where _6."uuid" = any (($5::text[])::uuid[])
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"uuidNot":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."uuid"
      from "tc_sample" _7
      where ((_7."uuid" in (select _v from unnest(($6::text[])::uuid[]) _v)) is not true)
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"mood":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (select _8.id, _8."mood" from "tc_sample" _8 where _8."mood" = ($7::text) order by _8.id limit 100) _8
  ),
  ']},"moodNot":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."mood"
      from "tc_sample" _9
      where _9."mood" is distinct
      from ($8::text)
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"moods":{"nodes":[', (
    select string_agg(concat('{"name":"', _10.id, '"}'), ',')
    from (
      select _10.id, _10."mood"
      from "tc_sample" _10
      where _10."mood" = any (($9::text[])::text[])
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"moodsNot":{"nodes":[', (
    select string_agg(concat('{"name":"', _11.id, '"}'), ',')
    from (
      select _11.id, _11."mood"
      from "tc_sample" _11
      where ((_11."mood" in (select _v from unnest(($10::text[])::text[]) _v)) is not true)
      order by _11.id
      limit 100
    ) _11
  ),
  ']},"moodNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _12.id, '"}'), ',')
    from (select _12.id, _12."mood" from "tc_sample" _12 where _12."mood" is null order by _12.id limit 100) _12
  ),
  ']},"email":{"nodes":[', (
    select string_agg(concat('{"name":"', _13.id, '"}'), ',')
    from (select _13.id, _13."email" from "tc_sample" _13 where _13."email" like $11::text order by _13.id limit 100) _13
  ),
  ']},"url":{"nodes":[', (
    select string_agg(concat('{"name":"', _14.id, '"}'), ',')
    from (select _14.id, _14."url" from "tc_sample" _14 where _14."url" like $12::text order by _14.id limit 100) _14
  ),
  ']},"version":{"nodes":[', (
    select string_agg(concat('{"name":"', _15.id, '"}'), ',')
    from (
      select _15.id, _15."version"
      from "tc_sample" _15
      where _15."version" = ($13::text::integer)
      order by _15.id
      limit 100
    ) _15
  ),
  ']},"createdBy":{"nodes":[', (
    select string_agg(concat('{"name":"', _16.id, '"}'), ',')
    from (
      select _16.id, _16."created_by"
      from "tc_sample" _16
      where _16."created_by" is distinct
      from ($14::text)
      order by _16.id
      limit 100
    ) _16
  ),
  ']},"id":{"nodes":[', (
    select string_agg(concat('{"name":"', _17.id, '"}'), ',')
    from (select _17.id from "tc_sample" _17 where _17."id" = any (($15::text[])::uuid[]) order by _17.id limit 100) _17
  ), ']}}'
)
