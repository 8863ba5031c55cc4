select json_build_object(
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2', t1."rank",
            'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3', t1."plain"
          )
        ), '[]'::json
      )
      from (select t1.id, t1."rank", t1."plain" from "tc_sample" t1 order by t1.id limit 1) t1
    )
  ),
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4', (
    select json_build_object(
      '_', t2."rank", '__typename', 'Sample', 't', 'Sample', 'quote', t2."plain",
      'sample', case when t2."parent" is not null then json_build_object('id', t2."parent") end,
      'select', json_build_object(
        'nodes', (
          select coalesce(json_agg(json_build_object('id', t3."id")), '[]'::json)
          from (
            select t3.id
            from "tj_10_friends" t4 join "tc_sample" t3 on t3.id = t4.target_id
            where t4.source_id = t2.id
            order by t3.id
            limit 1
          ) t3
        )
      )
    )
    from "tc_sample" t2
    where t2.id = ($1::text)::uuid
  ),
  'p', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('plain', t5."plain", 'p', t5."plain")), '[]'::json)
      from (select t5.id, t5."plain" from "tc_sample" t5 where t5."plain" like $2::text order by t5.id limit 1) t5
    )
  )
)
