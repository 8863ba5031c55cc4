select json_build_object(
  'samples', (
    select json_build_object(
      'totalCount', (select count(*) from "tc_sample" t3),
      'nodes', coalesce(json_agg(t2.j1 order by t2.n) filter (where t2.n <= 2), '[]'::json)
    )
    from (
      select json_build_object(
        'integer', t1."integer",
        'parent', (select json_build_object('plain', t4."plain") from "tc_sample" t4 where t4.id = t1."parent"),
        'plain', t1."plain", 'rank', t1."rank", 'id', t1."id"
      ) as j1, row_number() over () as n, count(*) over () as m
      from (
        select t1.id, t1."integer", t1."parent", t1."plain", t1."rank"
        from "tc_sample" t1
        order by t1.id
        limit 2 + 1
      ) t1
    ) t2
    having true
  ), 'included', json_build_object('__typename', 'SampleConnection'),
  '__typename', 'Query', 'sample', (
    select json_build_object(
      'parent', (select json_build_object('plain', t6."plain") from "tc_sample" t6 where t6.id = t5."parent"),
      'rank', t5."rank"
    )
    from "tc_sample" t5
    where t5.id = ($1::text)::uuid
  )
)
