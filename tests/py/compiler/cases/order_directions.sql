select concat(
  '{"ASC":{"nodes":[', (
    select string_agg(concat('{"integer":', coalesce(_1."integer"::text, 'null'), '}'), ',')
    from (
      (
        select _1.id, _1."integer"
        from "tc_sample" _1
        where _1."integer" is not null
        order by _1."integer", _1.id
        limit 100
      )
      union all (select _1.id, _1."integer" from "tc_sample" _1 where _1."integer" is null order by _1.id limit 100)
      limit 100
    ) _1
  ),
  ']},"ASC_NULLS_FIRST":{"nodes":[', (
    select string_agg(concat('{"integer":', coalesce(_2."integer"::text, 'null'), '}'), ',')
    from (
      (select _2.id, _2."integer" from "tc_sample" _2 where _2."integer" is null order by _2.id limit 100)
      union all (
        select _2.id, _2."integer"
        from "tc_sample" _2
        where _2."integer" is not null
        order by _2."integer", _2.id
        limit 100
      )
      limit 100
    ) _2
  ),
  ']},"ASC_NULLS_LAST":{"nodes":[', (
    select string_agg(concat('{"integer":', coalesce(_3."integer"::text, 'null'), '}'), ',')
    from (
      (
        select _3.id, _3."integer"
        from "tc_sample" _3
        where _3."integer" is not null
        order by _3."integer", _3.id
        limit 100
      )
      union all (select _3.id, _3."integer" from "tc_sample" _3 where _3."integer" is null order by _3.id limit 100)
      limit 100
    ) _3
  ),
  ']},"DESC":{"nodes":[', (
    select string_agg(concat('{"integer":', coalesce(_4."integer"::text, 'null'), '}'), ',')
    from (
      (select _4.id, _4."integer" from "tc_sample" _4 where _4."integer" is null order by _4.id desc limit 100)
      union all (
        select _4.id, _4."integer"
        from "tc_sample" _4
        where _4."integer" is not null
        order by _4."integer" desc, _4.id desc
        limit 100
      )
      limit 100
    ) _4
  ),
  ']},"DESC_NULLS_FIRST":{"nodes":[', (
    select string_agg(concat('{"integer":', coalesce(_5."integer"::text, 'null'), '}'), ',')
    from (
      (select _5.id, _5."integer" from "tc_sample" _5 where _5."integer" is null order by _5.id desc limit 100)
      union all (
        select _5.id, _5."integer"
        from "tc_sample" _5
        where _5."integer" is not null
        order by _5."integer" desc, _5.id desc
        limit 100
      )
      limit 100
    ) _5
  ),
  ']},"DESC_NULLS_LAST":{"nodes":[', (
    select string_agg(concat('{"integer":', coalesce(_6."integer"::text, 'null'), '}'), ',')
    from (
      (
        select _6.id, _6."integer"
        from "tc_sample" _6
        where _6."integer" is not null
        order by _6."integer" desc, _6.id desc
        limit 100
      )
      union all (
        select _6.id, _6."integer"
        from "tc_sample" _6
        where _6."integer" is null
        order by _6.id desc
        limit 100
      )
      limit 100
    ) _6
  ),
  ']},"required":{"nodes":[', (
    select string_agg(
      concat(
        '{"rank":', coalesce(_7."rank"::text, 'null'), ',"plain":', coalesce(thing.json_string(_7."plain"), 'null'),
        '}'
      ), ','
    )
    from (select _7.id, _7."rank", _7."plain" from "tc_sample" _7 order by _7."rank" desc, _7.id desc limit 100) _7
  ), ']}}'
)
