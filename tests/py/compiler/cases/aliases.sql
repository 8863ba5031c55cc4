select json_build_object(
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2', _1."rank",
            'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3', _1."plain"
          )
        ), '[]'::json
      )
      from (select _1.id, _1."rank", _1."plain" from "tc_sample" _1 order by _1.id limit 1) _1
    )
  ),
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4', (
    select json_build_object(
      '_', _2."rank", '__typename', 'Sample', 't', 'Sample', 'quote', _2."plain",
      'sample', case when _2."parent" is not null then json_build_object('id', _2."parent") end,
      'select', json_build_object(
        'nodes', (
          select coalesce(json_agg(json_build_object('id', _3."id")), '[]'::json)
          from (
            select _3.id
            from "tj_10_friends" _4 join "tc_sample" _3 on _3.id = _4.target_id
            where _4.source_id = _2.id
            order by _3.id
            limit 1
          ) _3
        )
      )
    )
    from "tc_sample" _2
    where _2.id = ($1::text)::uuid
  ),
  'p', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('plain', _5."plain", 'p', _5."plain")), '[]'::json)
      from (select _5.id, _5."plain" from "tc_sample" _5 where _5."plain" like $2::text order by _5.id limit 1) _5
    )
  )
)
