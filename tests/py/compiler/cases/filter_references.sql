select concat(
  '{"parentName":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_1."plain"), 'null'), '}'), ',')
    from (
      select _1.id, _1."plain", _1."parent"
      from "tc_sample" _1
      where exists (select from "tc_sample" _2 where _2.id = _1."parent" and _2."plain" = ($1::text))
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"parentId":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_3."plain"), 'null'), '}'), ',')
    from (
      select _3.id, _3."plain", _3."parent"
      from "tc_sample" _3
      where _3."parent" = ($2::text::uuid)
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"parentIdNot":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_4."plain"), 'null'), '}'), ',')
    from (
      select _4.id, _4."plain", _4."parent"
      from "tc_sample" _4
      where _4."parent" is distinct
      from ($3::text::uuid)
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"parentIdIn":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_5."plain"), 'null'), '}'), ',')
    from (
      select _5.id, _5."plain", _5."parent"
      from "tc_sample" _5
      where _5."parent" = any (($4::text[])::uuid[])
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"orphans":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_6."plain"), 'null'), '}'), ',')
    from (
      select _6.id, _6."plain", _6."parent"
      from "tc_sample" _6
      where _6."parent" is null
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"children":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_7."plain"), 'null'), '}'), ',')
    from (
      select _7.id, _7."plain", _7."parent"
      from "tc_sample" _7
      where _7."parent" is not null
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"grand":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_8."plain"), 'null'), '}'), ',')
    from (
      select _8.id, _8."plain", _8."parent"
      from "tc_sample" _8
      where exists (
        select
        from "tc_sample" _9
        where _9.id = _8."parent"
        and exists (select from "tc_sample" _10 where _10.id = _9."parent" and _10."integer" = ($5::text::integer))
      )
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"both":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_11."plain"), 'null'), '}'), ',')
    from (
      select _11.id, _11."plain", _11."parent"
      from "tc_sample" _11
      where _11."parent" is not null
      and exists (select from "tc_sample" _12 where _12.id = _11."parent" and _12."integer" = ($6::text::integer))
      order by _11.id
      limit 100
    ) _11
  ),
  ']},"notParent":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_13."plain"), 'null'), '}'), ',')
    from (
      select _13.id, _13."plain", _13."parent"
      from "tc_sample" _13
      where (
        (exists (select from "tc_sample" _14 where _14.id = _13."parent" and _14."integer" = ($7::text::integer))) is not true
      )
      order by _13.id
      limit 100
    ) _13
  ),
  ']},"parentNot":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_15."plain"), 'null'), '}'), ',')
    from (
      select _15.id, _15."plain", _15."parent"
      from "tc_sample" _15
      where (
        _15."parent" is null
        or exists (
          select
          from "tc_sample" _16
          where _16.id = _15."parent"
          and ((_16."integer" = ($8::text::integer)) is not true)
        )
      )
      order by _15.id
      limit 100
    ) _15
  ),
  ']},"anything":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_17."plain"), 'null'), '}'), ',')
    from (
      select _17.id, _17."plain", _17."anything"
      from "tc_sample" _17
      where _17."anything" = ($9::text::uuid)
      order by _17.id
      limit 100
    ) _17
  ),
  ']},"anythingAtAll":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_18."plain"), 'null'), '}'), ',')
    from (
      select _18.id, _18."plain", _18."anything"
      from "tc_sample" _18
      where _18."anything" is not null
      order by _18.id
      limit 100
    ) _18
  ),
  ']},"friendsSome":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_19."plain"), 'null'), '}'), ',')
    from (
      select _19.id, _19."plain"
      from "tc_sample" _19
      where exists (
        select
        from "tj_10_friends" _21 join "tc_sample" _20 on _20.id = _21.target_id
        where _21.source_id = _19.id
        and _20."integer" = ($10::text::integer)
      )
      order by _19.id
      limit 100
    ) _19
  ),
  ']},"friendsEvery":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_22."plain"), 'null'), '}'), ',')
    from (
      select _22.id, _22."plain"
      from "tc_sample" _22
      where not exists (
        select
        from "tj_10_friends" _24 join "tc_sample" _23 on _23.id = _24.target_id
        where _24.source_id = _22.id
        and (_23."integer" = ($11::text::integer)) is not true
      )
      order by _22.id
      limit 100
    ) _22
  ),
  ']},"friendsNone":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_25."plain"), 'null'), '}'), ',')
    from (
      select _25.id, _25."plain"
      from "tc_sample" _25
      where not exists (
        select
        from "tj_10_friends" _27 join "tc_sample" _26 on _26.id = _27.target_id
        where _27.source_id = _25.id
        and _26."integer" = ($12::text::integer)
      )
      order by _25.id
      limit 100
    ) _25
  ),
  ']},"friendsAny":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_28."plain"), 'null'), '}'), ',')
    from (
      select _28.id, _28."plain"
      from "tc_sample" _28
      where exists (
        select
        from "tj_10_friends" _30 join "tc_sample" _29 on _29.id = _30.target_id
        where _30.source_id = _28.id
      )
      order by _28.id
      limit 100
    ) _28
  ),
  ']},"friendless":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_31."plain"), 'null'), '}'), ',')
    from (
      select _31.id, _31."plain"
      from "tc_sample" _31
      where not exists (
        select
        from "tj_10_friends" _33 join "tc_sample" _32 on _32.id = _33.target_id
        where _33.source_id = _31.id
      )
      order by _31.id
      limit 100
    ) _31
  ),
  ']},"friendsBoth":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_34."plain"), 'null'), '}'), ',')
    from (
      select _34.id, _34."plain"
      from "tc_sample" _34
      where exists (
        select
        from "tj_10_friends" _36 join "tc_sample" _35 on _35.id = _36.target_id
        where _36.source_id = _34.id
        and _35."plain" = ($13::text)
      )
      and not exists (
        select
        from "tj_10_friends" _38 join "tc_sample" _37 on _37.id = _38.target_id
        where _38.source_id = _34.id
        and (_37."integer" > ($14::text::integer)) is not true
      )
      order by _34.id
      limit 100
    ) _34
  ),
  ']},"thingsSome":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_39."plain"), 'null'), '}'), ',')
    from (
      select _39.id, _39."plain"
      from "tc_sample" _39
      where exists (
        select
        from "tj_10_things" _40
        where _40.source_id = _39.id
        and _40.target_id = any (($15::text[])::uuid[])
      )
      order by _39.id
      limit 100
    ) _39
  ),
  ']},"thingsNone":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_41."plain"), 'null'), '}'), ',')
    from (
      select _41.id, _41."plain"
      from "tc_sample" _41
      where not exists (select from "tj_10_things" _42 where _42.source_id = _41.id)
      order by _41.id
      limit 100
    ) _41
  ), ']}}'
)
