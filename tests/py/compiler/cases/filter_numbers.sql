select json_build_object(
  'integerEq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _1."id")), '[]'::json)
      from (
        select _1.id, _1."integer"
        from "tc_sample" _1
        where _1."integer" = ($1::text::integer)
        order by _1.id
        limit 100
      ) _1
    )
  ),
  'integerNe', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _2."id")), '[]'::json)
      from (
        select _2.id, _2."integer"
        from "tc_sample" _2
        where _2."integer" is distinct
        from ($2::text::integer)
        order by _2.id
        limit 100
      ) _2
    )
  ),
  'integerIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."id")), '[]'::json)
      from (
        select _3.id, _3."integer"
        from "tc_sample" _3
        where _3."integer" = any (($3::text[])::integer[])
        order by _3.id
        limit 100
      ) _3
    )
  ),
  'integerNotIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _4."id")), '[]'::json)
      from (
        select _4.id, _4."integer"
        from "tc_sample" _4
        where ((_4."integer" in (select _v from unnest(($4::text[])::integer[]) _v)) is not true)
        order by _4.id
        limit 100
      ) _4
    )
  ),
  'integerRange', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _5."id")), '[]'::json)
      from (
        select _5.id, _5."integer"
        from "tc_sample" _5
        where _5."integer" > ($5::text::integer)
        and _5."integer" < ($6::text::integer)
        order by _5.id
        limit 100
      ) _5
    )
  ),
  'integerMost', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _6."id")), '[]'::json)
      from (
        select _6.id, _6."integer"
        from "tc_sample" _6
        where _6."integer" >= ($7::text::integer)
        order by _6.id
        limit 100
      ) _6
    )
  ),
  'bigintNumber', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _7."id")), '[]'::json)
      from (
        select _7.id, _7."bigint"
        from "tc_sample" _7
        where _7."bigint" = ($8::text::bigint)
        order by _7.id
        limit 100
      ) _7
    )
  ),
  'bigintText', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _8."id")), '[]'::json)
      from (
        select _8.id, _8."bigint"
        from "tc_sample" _8
        where _8."bigint" = ($9::text::bigint)
        order by _8.id
        limit 100
      ) _8
    )
  ),
  'bigintLeast', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _9."id")), '[]'::json)
      from (
        select _9.id, _9."bigint"
        from "tc_sample" _9
        where _9."bigint" <= ($10::text::bigint)
        order by _9.id
        limit 100
      ) _9
    )
  ),
  'decimalNumber', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _10."id")), '[]'::json)
      from (
        select _10.id, _10."decimal"
        from "tc_sample" _10
        where _10."decimal" = ($11::text::numeric)
        order by _10.id
        limit 100
      ) _10
    )
  ),
  'decimalText', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _11."id")), '[]'::json)
      from (
        select _11.id, _11."decimal"
        from "tc_sample" _11
        where _11."decimal" = ($12::text::numeric)
        order by _11.id
        limit 100
      ) _11
    )
  ),
  'decimalIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _12."id")), '[]'::json)
      from (
        select _12.id, _12."decimal"
        from "tc_sample" _12
        where _12."decimal" = any (($13::text[])::numeric[])
        order by _12.id
        limit 100
      ) _12
    )
  ),
  'decimalExact', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _13."id")), '[]'::json)
      from (
        select _13.id, _13."decimal"
        from "tc_sample" _13
        where _13."decimal" < ($14::text::numeric)
        order by _13.id
        limit 100
      ) _13
    )
  ),
  'floatEq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _14."id")), '[]'::json)
      from (
        select _14.id, _14."float"
        from "tc_sample" _14
        where _14."float" = ($15::text::double precision)
        order by _14.id
        limit 100
      ) _14
    )
  ),
  'floatTiny', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _15."id")), '[]'::json)
      from (
        select _15.id, _15."float"
        from "tc_sample" _15
        where _15."float" <= ($16::text::double precision)
        order by _15.id
        limit 100
      ) _15
    )
  ),
  'floatWhole', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _16."id")), '[]'::json)
      from (
        select _16.id, _16."float"
        from "tc_sample" _16
        where _16."float" = any (($17::text[])::double precision[])
        order by _16.id
        limit 100
      ) _16
    )
  ),
  'floatNotIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _17."id")), '[]'::json)
      from (
        select _17.id, _17."float"
        from "tc_sample" _17
        where ((_17."float" in (select _v from unnest(($18::text[])::double precision[]) _v)) is not true)
        order by _17.id
        limit 100
      ) _17
    )
  )
)
