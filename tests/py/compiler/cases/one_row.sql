select json_build_object(
  'many', (
    select json_build_object('pageInfo', json_build_object('__typename', 'PageInfo'))
    from (
      select row_number() over () as n, count(*) over () as m
      from (select t1.id from "tc_sample" t1 order by t1.id limit 100 + 1) t1
    ) t2
    having true
  ),
  'none', (
    select json_build_object(
      'pageInfo', json_build_object('__typename', 'PageInfo'), 'totalCount', (select count(*) from "tc_sample" t5)
    )
    from (
      select row_number() over () as n, count(*) over () as m
      from (select t3.id from "tc_sample" t3 order by t3.id limit 0 + 1) t3
    ) t4
    having true
  ),
  'last', (
    select json_build_object('pageInfo', json_build_object('hasNextPage', false))
    from (
      select row_number() over () as n, count(*) over () as m
      from (select t6.id from "tc_sample" t6 order by t6.id desc limit 3 + 1) t6
    ) t7
    having true
  ),
  'first', (
    select json_build_object('pageInfo', json_build_object('hasPreviousPage', false))
    from (
      select row_number() over () as n, count(*) over () as m
      from (select t8.id from "tc_sample" t8 order by t8.id limit 3 + 1) t8
    ) t9
    having true
  ),
  'nested', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'samples', (
              select json_build_object('pageInfo', json_build_object('hasPreviousPage', false))
              from (
                select row_number() over () as n, count(*) over () as m
                from (
                  select t11.id, t11."parent"
                  from "tc_sample" t11
                  where t11."parent" = t10.id
                  order by t11.id
                  limit 20 + 1
                ) t11
              ) t12
              having true
            )
          )
        ), '[]'::json
      )
      from (select t10.id from "tc_sample" t10 order by t10.id limit 100) t10
    )
  ),
  'figures', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        '__typename', 'SampleAggregate', 'key', null,
        'fields', json_build_object(
          '__typename', 'SampleAggregateFields', 'rank', json_build_object('__typename', 'IntAggregate')
        )
      ) as j
      from "tc_sample" t13
      having true
      limit 100
    ) g
  ),
  'noFigures', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('fields', json_build_object('__typename', 'GhostAggregateFields')) as j
      from (
        select 0 as class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
        null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
        null::text as "sheet"
        where false
      ) t14
      having true
      limit 100
    ) g
  ),
  'noGroups', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('__typename', 'GhostAggregate') as j
      from (
        select 0 as class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
        null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
        null::text as "sheet"
        where false
      ) t15
      group by t15."sheet"
      order by t15."sheet"
      limit 100
    ) g
  )
)
