select json_build_object(
  'eq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _1."id")), '[]'::json)
      from (select _1.id, _1."text" from "tc_sample" _1 where _1."text" = ($1::text) order by _1.id limit 100) _1
    )
  ),
  'eqEmpty', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _2."id")), '[]'::json)
      from (select _2.id, _2."text" from "tc_sample" _2 where _2."text" = ($2::text) order by _2.id limit 100) _2
    )
  ),
  'eqNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."id")), '[]'::json)
      from (select _3.id, _3."text" from "tc_sample" _3 where _3."text" is null order by _3.id limit 100) _3
    )
  ),
  'ne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _4."id")), '[]'::json)
      from (
        select _4.id, _4."text"
        from "tc_sample" _4
        where _4."text" is distinct
        from ($3::text)
        order by _4.id
        limit 100
      ) _4
    )
  ),
  'neNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _5."id")), '[]'::json)
      from (select _5.id, _5."text" from "tc_sample" _5 where _5."text" is not null order by _5.id limit 100) _5
    )
  ),
  'in', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _6."id")), '[]'::json)
      from (
        select _6.id, _6."text"
        from "tc_sample" _6
        where _6."text" = any (($4::text[])::text[])
        order by _6.id
        limit 100
      ) _6
    )
  ),
  'inNothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _7."id")), '[]'::json)
      from (
        select _7.id, _7."text"
        from "tc_sample" _7
        where _7."text" = any (($5::text[])::text[])
        order by _7.id
        limit 100
      ) _7
    )
  ),
  'notIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _8."id")), '[]'::json)
      from (
        select _8.id, _8."text"
        from "tc_sample" _8
        where ((_8."text" in (select _v from unnest(($6::text[])::text[]) _v)) is not true)
        order by _8.id
        limit 100
      ) _8
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _9."id")), '[]'::json)
      from (select _9.id, _9."text" from "tc_sample" _9 where _9."text" is null order by _9.id limit 100) _9
    )
  ),
  'isNotNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _10."id")), '[]'::json)
      from (select _10.id, _10."text" from "tc_sample" _10 where _10."text" is not null order by _10.id limit 100) _10
    )
  ),
  'lt', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _11."id")), '[]'::json)
      from (select _11.id, _11."plain" from "tc_sample" _11 where _11."plain" < ($7::text) order by _11.id limit 100) _11
    )
  ),
  'range', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _12."id")), '[]'::json)
      from (
        select _12.id, _12."plain"
        from "tc_sample" _12
        where _12."plain" >= ($8::text)
        and _12."plain" <= ($9::text)
        order by _12.id
        limit 100
      ) _12
    )
  )
)
