select concat(
  '{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1":{"nodes":[', (
    select string_agg(
      concat(
        '{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2":', coalesce(
          _1."rank"::text, 'null'
        ),
        ',"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3":', coalesce(
          thing.json_string(_1."plain"), 'null'
        ), '}'
      ), ','
    )
    from (select _1.id, _1."rank", _1."plain" from "tc_sample" _1 order by _1.id limit 1) _1
  ),
  ']},"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4":', coalesce(
    (
      select concat(
        '{"_":', coalesce(_2."rank"::text, 'null'),
        ',"__typename":"Sample","t":"Sample","quote":', coalesce(thing.json_string(_2."plain"), 'null'),
        ',"sample":', coalesce(
          case when _2."parent" is not null then concat('{"id":"', _2."parent", '"}') end, 'null'
        ),
        ',"select":{"nodes":[', (
          select string_agg(concat('{"id":"', _3.id, '"}'), ',')
          from (
            select _3.id
            from "tj_10_friends" _4 join "tc_sample" _3 on _3.id = _4.target_id
            where _4.source_id = _2.id
            order by _3.id
            limit 1
          ) _3
        ), ']}}'
      )
      from "tc_sample" _2
      where _2.id = ($1::text)::uuid
    ), 'null'
  ),
  ',"p":{"nodes":[', (
    select string_agg(
      concat(
        '{"plain":', coalesce(thing.json_string(_5."plain"), 'null'),
        ',"p":', coalesce(thing.json_string(_5."plain"), 'null'), '}'
      ), ','
    )
    from (select _5.id, _5."plain" from "tc_sample" _5 where _5."plain" like $2::text order by _5.id limit 1) _5
  ), ']}}'
)
