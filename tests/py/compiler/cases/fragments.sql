select json_build_object(
  'samples', (
    select json_build_object(
      'totalCount', (select count(*) from "tc_sample" _3),
      'nodes', coalesce(json_agg(_2._j1 order by _2._n) filter (where _2._n <= 2), '[]'::json)
    )
    from (
      select json_build_object(
        'integer', _1."integer",
        'parent', (select json_build_object('plain', _4."plain") from "tc_sample" _4 where _4.id = _1."parent"),
        'plain', _1."plain", 'rank', _1."rank", 'id', _1."id"
      ) as _j1, row_number() over () as _n, count(*) over () as _m
      from (
        select _1.id, _1."integer", _1."parent", _1."plain", _1."rank"
        from "tc_sample" _1
        order by _1.id
        limit 2 + 1
      ) _1
    ) _2
    having true
  ), 'included', json_build_object('__typename', 'SampleConnection'),
  '__typename', 'Query', 'sample', (
    select json_build_object(
      'parent', (select json_build_object('plain', _6."plain") from "tc_sample" _6 where _6.id = _5."parent"),
      'rank', _5."rank"
    )
    from "tc_sample" _5
    where _5.id = ($1::text)::uuid
  )
)
