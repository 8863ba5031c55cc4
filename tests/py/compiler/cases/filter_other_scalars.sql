select json_build_object(
  'true', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _1."id")), '[]'::json)
      from (
        select _1.id, _1."boolean"
        from "tc_sample" _1
        where _1."boolean" = ($1::text::boolean)
        order by _1.id
        limit 100
      ) _1
    )
  ),
  'false', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _2."id")), '[]'::json)
      from (
        select _2.id, _2."boolean"
        from "tc_sample" _2
        where _2."boolean" = ($2::text::boolean)
        order by _2.id
        limit 100
      ) _2
    )
  ),
  'notTrue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."id")), '[]'::json)
      from (
        select _3.id, _3."boolean"
        from "tc_sample" _3
        where _3."boolean" is distinct
        from ($3::text::boolean)
        order by _3.id
        limit 100
      ) _3
    )
  ),
  'unknown', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _4."id")), '[]'::json)
      from (select _4.id, _4."boolean" from "tc_sample" _4 where _4."boolean" is null order by _4.id limit 100) _4
    )
  ),
  'uuid', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _5."id")), '[]'::json)
      from (select _5.id, _5."uuid" from "tc_sample" _5 where _5."uuid" = ($4::text::uuid) order by _5.id limit 100) _5
    )
  ),
  'uuidShort', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _6."id")), '[]'::json)
      from (
        select _6.id, _6."uuid"
        from "tc_sample" _6
        where _6."uuid" = any (($5::text[])::uuid[])
        order by _6.id
        limit 100
      ) _6
    )
  ),
  'uuidNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _7."id")), '[]'::json)
      from (
        select _7.id, _7."uuid"
        from "tc_sample" _7
        where ((_7."uuid" in (select _v from unnest(($6::text[])::uuid[]) _v)) is not true)
        order by _7.id
        limit 100
      ) _7
    )
  ),
  'mood', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _8."id")), '[]'::json)
      from (select _8.id, _8."mood" from "tc_sample" _8 where _8."mood" = ($7::text) order by _8.id limit 100) _8
    )
  ),
  'moodNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _9."id")), '[]'::json)
      from (
        select _9.id, _9."mood"
        from "tc_sample" _9
        where _9."mood" is distinct
        from ($8::text)
        order by _9.id
        limit 100
      ) _9
    )
  ),
  'moods', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _10."id")), '[]'::json)
      from (
        select _10.id, _10."mood"
        from "tc_sample" _10
        where _10."mood" = any (($9::text[])::text[])
        order by _10.id
        limit 100
      ) _10
    )
  ),
  'moodsNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _11."id")), '[]'::json)
      from (
        select _11.id, _11."mood"
        from "tc_sample" _11
        where ((_11."mood" in (select _v from unnest(($10::text[])::text[]) _v)) is not true)
        order by _11.id
        limit 100
      ) _11
    )
  ),
  'moodNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _12."id")), '[]'::json)
      from (select _12.id, _12."mood" from "tc_sample" _12 where _12."mood" is null order by _12.id limit 100) _12
    )
  ),
  'email', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _13."id")), '[]'::json)
      from (
        select _13.id, _13."email"
        from "tc_sample" _13
        where _13."email" like $11::text
        order by _13.id
        limit 100
      ) _13
    )
  ),
  'url', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _14."id")), '[]'::json)
      from (select _14.id, _14."url" from "tc_sample" _14 where _14."url" like $12::text order by _14.id limit 100) _14
    )
  ),
  'version', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _15."id")), '[]'::json)
      from (
        select _15.id, _15."version"
        from "tc_sample" _15
        where _15."version" = ($13::text::integer)
        order by _15.id
        limit 100
      ) _15
    )
  ),
  'createdBy', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _16."id")), '[]'::json)
      from (
        select _16.id, _16."created_by"
        from "tc_sample" _16
        where _16."created_by" is distinct
        from ($14::text)
        order by _16.id
        limit 100
      ) _16
    )
  ),
  'id', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _17."id")), '[]'::json)
      from (select _17.id from "tc_sample" _17 where _17."id" = any (($15::text[])::uuid[]) order by _17.id limit 100) _17
    )
  )
)
