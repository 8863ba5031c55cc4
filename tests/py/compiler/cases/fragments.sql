select concat(
  '{"samples":', (
    select concat(
      '{"totalCount":', coalesce(to_json((select count(*) from "tc_sample" _3)), 'null'),
      ',"nodes":[', string_agg(concat(_2._j1), ',' order by _2._n) filter (where _2._n <= 2), ']}'
    )
    from (
      select concat(
        '{"integer":', coalesce(_1."integer"::text, 'null'),
        ',"parent":', coalesce(
          (
            select concat('{"plain":', coalesce(thing.json_string(_4."plain"), 'null'), '}')
            from "tc_sample" _4
            where _4.id = _1."parent"
          ), 'null'
        ), ',"plain":', coalesce(thing.json_string(_1."plain"), 'null'),
        ',"rank":', coalesce(_1."rank"::text, 'null'), ',"id":"', _1.id, '"}'
      ) as _j1, row_number() over () as _n, count(*) over () as _m
      from (
        select _1.id, _1."integer", _1."parent", _1."plain", _1."rank"
        from "tc_sample" _1
        order by _1.id
        limit 2 + 1
      ) _1
    ) _2
    having true
  ),
  ',"included":{"__typename":"SampleConnection"},"__typename":"Query","sample":', coalesce(
    (
      select concat(
        '{"parent":', coalesce(
          (
            select concat('{"plain":', coalesce(thing.json_string(_6."plain"), 'null'), '}')
            from "tc_sample" _6
            where _6.id = _5."parent"
          ), 'null'
        ), ',"rank":', coalesce(_5."rank"::text, 'null'), '}'
      )
      from "tc_sample" _5
      where _5.id = ($1::text)::uuid
    ), 'null'
  ), '}'
)
