select json_build_object(
  'samples', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'rank', _1."rank", 'texts', _1."texts", 'integers', _1."integers",
            'bigints', to_jsonb(_1."bigints"::text[]), 'decimals', to_jsonb(_1."decimals"::text[]),
            'floats', _1."floats", 'dates', _1."dates", 'times', _1."times", 'datetimes', _1."datetimes",
            'uuids', _1."uuids"
          )
        ), '[]'::json
      )
      from (
        select _1.id, _1."rank", _1."texts", _1."integers", _1."bigints", _1."decimals", _1."floats", _1."dates",
        _1."times", _1."datetimes", _1."uuids"
        from "tc_sample" _1
        order by _1.id
        limit 4
      ) _1
    )
  ),
  'samplesAggregate', (
    select coalesce(
      json_agg(
        json_build_object(
          'key', json_build_object('integers', _g._k1), 'count', _g._a1,
          'fields', json_build_object(
            'texts', json_build_object('count', _g._a2, 'distinct', _g._a3),
            'decimals', json_build_object('count', _g._a4, 'distinct', _g._a5)
          )
        )
      ), '[]'::json
    )
    from (
      select _2."integers" as _k1, count(*) as _a1, count(_2."texts") as _a2, count(distinct _2."texts") as _a3,
      count(_2."decimals") as _a4, count(distinct _2."decimals") as _a5
      from "tc_sample" _2
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  )
)
