select concat(
  '{"parents":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_1."plain"), 'null'), '}'), ',')
    from (
      select _1.id, _1."plain"
      from "tc_sample" _1
      where exists (select from "tc_sample" _2 where _2."parent" = _1.id)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"childless":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_3."plain"), 'null'), '}'), ',')
    from (
      select _3.id, _3."plain"
      from "tc_sample" _3
      where not exists (select from "tc_sample" _4 where _4."parent" = _3.id)
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"childrenHappy":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_5."plain"), 'null'), '}'), ',')
    from (
      select _5.id, _5."plain"
      from "tc_sample" _5
      where exists (select from "tc_sample" _6 where _6."parent" = _5.id and _6."mood" = ($1::text))
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"childrenAll":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_7."plain"), 'null'), '}'), ',')
    from (
      select _7.id, _7."plain"
      from "tc_sample" _7
      where not exists (
        select
        from "tc_sample" _8
        where _8."parent" = _7.id
        and (_8."rank" = ($2::text::integer)) is not true
      )
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"childrenAllAndSome":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_9."plain"), 'null'), '}'), ',')
    from (
      select _9.id, _9."plain"
      from "tc_sample" _9
      where not exists (
        select
        from "tc_sample" _10
        where _10."parent" = _9.id
        and (_10."rank" = ($3::text::integer)) is not true
      )
      and exists (select from "tc_sample" _11 where _11."parent" = _9.id)
      order by _9.id
      limit 100
    ) _9
  ),
  ']},"befriended":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_12."plain"), 'null'), '}'), ',')
    from (
      select _12.id, _12."plain"
      from "tc_sample" _12
      where exists (
        select
        from "tj_10_friends" _14 join "tc_sample" _13 on _13.id = _14.source_id
        where _14.target_id = _12.id
        and _13."integer" is not null
      )
      order by _12.id
      limit 100
    ) _12
  ),
  ']},"befriendedByAll":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_15."plain"), 'null'), '}'), ',')
    from (
      select _15.id, _15."plain"
      from "tc_sample" _15
      where not exists (
        select
        from "tj_10_friends" _17 join "tc_sample" _16 on _16.id = _17.source_id
        where _17.target_id = _15.id
        and (_16."text" is not null) is not true
      )
      order by _15.id
      limit 100
    ) _15
  ),
  ']},"grandchildren":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_18."plain"), 'null'), '}'), ',')
    from (
      select _18.id, _18."plain"
      from "tc_sample" _18
      where exists (
        select
        from "tc_sample" _19
        where _19."parent" = _18.id
        and exists (select from "tc_sample" _20 where _20."parent" = _19.id)
      )
      order by _18.id
      limit 100
    ) _18
  ), ']}}'
)
