select json_build_object(
  'parentName', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _1."plain")), '[]'::json)
      from (
        select _1.id, _1."plain", _1."parent"
        from "tc_sample" _1
        where exists (select from "tc_sample" _2 where _2.id = _1."parent" and _2."plain" = ($1::text))
        order by _1.id
        limit 100
      ) _1
    )
  ),
  'parentId', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."plain")), '[]'::json)
      from (
        select _3.id, _3."plain", _3."parent"
        from "tc_sample" _3
        where _3."parent" = ($2::text::uuid)
        order by _3.id
        limit 100
      ) _3
    )
  ),
  'parentIdNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _4."plain")), '[]'::json)
      from (
        select _4.id, _4."plain", _4."parent"
        from "tc_sample" _4
        where _4."parent" is distinct
        from ($3::text::uuid)
        order by _4.id
        limit 100
      ) _4
    )
  ),
  'parentIdIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _5."plain")), '[]'::json)
      from (
        select _5.id, _5."plain", _5."parent"
        from "tc_sample" _5
        where _5."parent" = any (($4::text[])::uuid[])
        order by _5.id
        limit 100
      ) _5
    )
  ),
  'orphans', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _6."plain")), '[]'::json)
      from (
        select _6.id, _6."plain", _6."parent"
        from "tc_sample" _6
        where _6."parent" is null
        order by _6.id
        limit 100
      ) _6
    )
  ),
  'children', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _7."plain")), '[]'::json)
      from (
        select _7.id, _7."plain", _7."parent"
        from "tc_sample" _7
        where _7."parent" is not null
        order by _7.id
        limit 100
      ) _7
    )
  ),
  'grand', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _9."plain")), '[]'::json)
      from (
        select _9.id, _9."plain", _9."parent"
        from "tc_sample" _9
        where exists (
          select
          from "tc_sample" _10
          where _10.id = _9."parent"
          and exists (select from "tc_sample" _11 where _11.id = _10."parent" and _11."integer" = ($5::text::integer))
        )
        order by _9.id
        limit 100
      ) _9
    )
  ),
  'both', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _12."plain")), '[]'::json)
      from (
        select _12.id, _12."plain", _12."parent"
        from "tc_sample" _12
        where _12."parent" is not null
        and exists (select from "tc_sample" _13 where _13.id = _12."parent" and _13."integer" = ($6::text::integer))
        order by _12.id
        limit 100
      ) _12
    )
  ),
  'notParent', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _14."plain")), '[]'::json)
      from (
        select _14.id, _14."plain", _14."parent"
        from "tc_sample" _14
        where (
          (exists (select from "tc_sample" _15 where _15.id = _14."parent" and _15."integer" = ($7::text::integer))) is not true
        )
        order by _14.id
        limit 100
      ) _14
    )
  ),
  'parentNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _16."plain")), '[]'::json)
      from (
        select _16.id, _16."plain", _16."parent"
        from "tc_sample" _16
        where exists (
          select
          from "tc_sample" _17
          where _17.id = _16."parent"
          and ((_17."integer" = ($8::text::integer)) is not true)
        )
        order by _16.id
        limit 100
      ) _16
    )
  ),
  'anything', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _18."plain")), '[]'::json)
      from (
        select _18.id, _18."plain", _18."anything"
        from "tc_sample" _18
        where _18."anything" = ($9::text::uuid)
        order by _18.id
        limit 100
      ) _18
    )
  ),
  'anythingAtAll', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _19."plain")), '[]'::json)
      from (
        select _19.id, _19."plain", _19."anything"
        from "tc_sample" _19
        where _19."anything" is not null
        order by _19.id
        limit 100
      ) _19
    )
  ),
  'friendsSome', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _20."plain")), '[]'::json)
      from (
        select _20.id, _20."plain"
        from "tc_sample" _20
        where exists (
          select
          from "tj_10_friends" _22 join "tc_sample" _21 on _21.id = _22.target_id
          where _22.source_id = _20.id
          and _21."integer" = ($10::text::integer)
        )
        order by _20.id
        limit 100
      ) _20
    )
  ),
  'friendsEvery', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _23."plain")), '[]'::json)
      from (
        select _23.id, _23."plain"
        from "tc_sample" _23
        where not exists (
          select
          from "tj_10_friends" _25 join "tc_sample" _24 on _24.id = _25.target_id
          where _25.source_id = _23.id
          and (_24."integer" = ($11::text::integer)) is not true
        )
        order by _23.id
        limit 100
      ) _23
    )
  ),
  'friendsNone', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _26."plain")), '[]'::json)
      from (
        select _26.id, _26."plain"
        from "tc_sample" _26
        where not exists (
          select
          from "tj_10_friends" _28 join "tc_sample" _27 on _27.id = _28.target_id
          where _28.source_id = _26.id
          and _27."integer" = ($12::text::integer)
        )
        order by _26.id
        limit 100
      ) _26
    )
  ),
  'friendsAny', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _29."plain")), '[]'::json)
      from (
        select _29.id, _29."plain"
        from "tc_sample" _29
        where exists (
          select
          from "tj_10_friends" _31 join "tc_sample" _30 on _30.id = _31.target_id
          where _31.source_id = _29.id
        )
        order by _29.id
        limit 100
      ) _29
    )
  ),
  'friendless', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _32."plain")), '[]'::json)
      from (
        select _32.id, _32."plain"
        from "tc_sample" _32
        where not exists (
          select
          from "tj_10_friends" _34 join "tc_sample" _33 on _33.id = _34.target_id
          where _34.source_id = _32.id
        )
        order by _32.id
        limit 100
      ) _32
    )
  ),
  'friendsBoth', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _35."plain")), '[]'::json)
      from (
        select _35.id, _35."plain"
        from "tc_sample" _35
        where exists (
          select
          from "tj_10_friends" _37 join "tc_sample" _36 on _36.id = _37.target_id
          where _37.source_id = _35.id
          and _36."plain" = ($13::text)
        )
        and not exists (
          select
          from "tj_10_friends" _39 join "tc_sample" _38 on _38.id = _39.target_id
          where _39.source_id = _35.id
          and (_38."integer" > ($14::text::integer)) is not true
        )
        order by _35.id
        limit 100
      ) _35
    )
  ),
  'thingsSome', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _40."plain")), '[]'::json)
      from (
        select _40.id, _40."plain"
        from "tc_sample" _40
        where exists (
          select
          from "tj_10_things" _41
          where _41.source_id = _40.id
          and _41.target_id = any (($15::text[])::uuid[])
        )
        order by _40.id
        limit 100
      ) _40
    )
  ),
  'thingsNone', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _42."plain")), '[]'::json)
      from (
        select _42.id, _42."plain"
        from "tc_sample" _42
        where not exists (select from "tj_10_things" _43 where _43.source_id = _42.id)
        order by _42.id
        limit 100
      ) _42
    )
  )
)
