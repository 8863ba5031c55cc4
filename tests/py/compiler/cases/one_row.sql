select concat(
  '{"many":', (
    select concat('{"pageInfo":{"__typename":"PageInfo"}}')
    from (
      select row_number() over () as _n, count(*) over () as _m
      from (select _1.id from "tc_sample" _1 order by _1.id limit 100 + 1) _1
    ) _2
    having true
  ),
  ',"none":', (
    select concat(
      '{"pageInfo":{"__typename":"PageInfo"},"totalCount":', coalesce(
        to_json((select count(*) from "tc_sample" _5)), 'null'
      ), '}'
    )
    from (
      select row_number() over () as _n, count(*) over () as _m
      from (select _3.id from "tc_sample" _3 order by _3.id limit 0 + 1) _3
    ) _4
    having true
  ),
  ',"last":', (
    select concat('{"pageInfo":{"hasNextPage":false}}')
    from (
      select row_number() over () as _n, count(*) over () as _m
      from (select _6.id from "tc_sample" _6 order by _6.id desc limit 3 + 1) _6
    ) _7
    having true
  ),
  ',"first":', (
    select concat('{"pageInfo":{"hasPreviousPage":false}}')
    from (
      select row_number() over () as _n, count(*) over () as _m
      from (select _8.id from "tc_sample" _8 order by _8.id limit 3 + 1) _8
    ) _9
    having true
  ),
  ',"nested":{"nodes":[', (
    select string_agg(
      concat(
        '{"samples":', (
          select concat('{"pageInfo":{"hasPreviousPage":false}}')
          from (
            select row_number() over () as _n, count(*) over () as _m
            from (
              select _11.id, _11."parent"
              from "tc_sample" _11
              where _11."parent" = _10.id
              order by _11.id
              limit 20 + 1
            ) _11
          ) _12
          having true
        ), '}'
      ), ','
    )
    from (select _10.id from "tc_sample" _10 order by _10.id limit 100) _10
  ),
  ']},"figures":[', (
    select string_agg(
      concat(
        '{"__typename":"SampleAggregate","key":null,"fields":{"__typename":"SampleAggregateFields","rank":{"__typename":"IntAggregate"}}}'
      ), ','
    )
    from (select  from "tc_sample" _13 having true) _g
  ),
  '],"noFigures":[', (
    select string_agg(concat('{"fields":{"__typename":"GhostAggregateFields"}}'), ',')
    from (
      select
      from (
        select 0 as _class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
        null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
        null::text as "sheet"
        where false
      ) _14
      having true
    ) _g
  ),
  '],"noGroups":[', (
    select string_agg(concat('{"__typename":"GhostAggregate"}'), ',')
    from (
      select _15."sheet" as _k1
      from (
        select 0 as _class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
        null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
        null::text as "sheet"
        where false
      ) _15
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ), ']}'
)
