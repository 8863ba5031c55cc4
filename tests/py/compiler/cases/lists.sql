select concat(
  '{"samples":{"nodes":[', (
    select string_agg(
      concat(
        '{"rank":', coalesce(_1."rank"::text, 'null'), ',"texts":', coalesce(to_json(_1."texts"), 'null'),
        ',"integers":', coalesce(to_json(_1."integers"), 'null'),
        ',"bigints":', coalesce(to_json(to_jsonb(_1."bigints"::text[])), 'null'),
        ',"decimals":', coalesce(to_json(to_jsonb(_1."decimals"::text[])), 'null'),
        ',"floats":', coalesce(to_json(_1."floats"), 'null'), ',"dates":', coalesce(to_json(_1."dates"), 'null'),
        ',"times":', coalesce(to_json(_1."times"), 'null'),
        ',"datetimes":', coalesce(to_json(_1."datetimes"), 'null'),
        ',"uuids":', coalesce(to_json(_1."uuids"), 'null'), '}'
      ), ','
    )
    from (
      select _1.id, _1."rank", _1."texts", _1."integers", _1."bigints", _1."decimals", _1."floats", _1."dates",
      _1."times", _1."datetimes", _1."uuids"
      from "tc_sample" _1
      order by _1.id
      limit 4
    ) _1
  ),
  ']},"samplesAggregate":[', (
    select string_agg(
      concat(
        '{"key":{"integers":', coalesce(to_json(_g._k1), 'null'), '},"count":', coalesce(to_json(_g._a1), 'null'),
        ',"fields":{"texts":{"count":', coalesce(to_json(_g._a2), 'null'),
        ',"distinct":', coalesce(to_json(_g._a3), 'null'),
        '},"decimals":{"count":', coalesce(to_json(_g._a4), 'null'),
        ',"distinct":', coalesce(to_json(_g._a5), 'null'), '}}}'
      ), ','
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
  ), ']}'
)
