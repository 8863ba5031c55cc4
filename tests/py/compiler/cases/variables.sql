select json_build_object(
  'whole', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t1."rank")), '[]'::json)
      from (
        select t1.id, t1."rank", t1."parent", t1."mood"
        from "tc_sample" t1
        where t1."rank" >= ($1::text::integer)
        and ((t1."mood" = ($2::text)) is not true)
        order by t1."rank" desc, (select t2."rank" from "tc_sample" t2 where t2.id = t1."parent"), t1.id
        limit $3::integer
      ) t1
    )
  ), 'absent', json_build_object('totalCount', (select count(*) from "tc_sample" t3)),
  'null', json_build_object('totalCount', (select count(*) from "tc_sample" t4)),
  'one', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t5."rank", 'plain', t5."plain")), '[]'::json)
      from (
        select t5.id, t5."mood", t5."plain", t5."rank"
        from "tc_sample" t5
        order by t5."mood" nulls first, t5."plain" desc, t5.id
        limit 100
      ) t5
    )
  ),
  'inside', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('id', t6."id")), '[]'::json)
      from (
        select t6.id, t6."rank", t6."mood"
        from "tc_sample" t6
        where (
          (t6."id" = any (($4::text[])::uuid[]))
          or (t6."id" = any (($5::text[])::uuid[]))
          or (t6."rank" >= ($1::text::integer) and ((t6."mood" = ($2::text)) is not true))
        )
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'moods', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('mood', t7."mood", 'integer', t7."integer")), '[]'::json)
      from (
        select t7.id, t7."mood", t7."integer"
        from "tc_sample" t7
        where t7."mood" = any (($6::text[])::text[])
        and ((t7."mood" is distinct from ($7::text)) or (t7."integer" = ($8::text::integer)))
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'json', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t8."rank")), '[]'::json)
      from (
        select t8.id, t8."rank", t8."json"
        from "tc_sample" t8
        where t8."json" @> (nullif(($9::text)::jsonb, 'null'::jsonb))
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'inJson', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t9."rank")), '[]'::json)
      from (
        select t9.id, t9."rank", t9."json"
        from "tc_sample" t9
        where t9."json" @> (nullif(($10::text)::jsonb, 'null'::jsonb))
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'at', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t10."rank")), '[]'::json)
      from (
        select t10.id, t10."rank", t10."json"
        from "tc_sample" t10
        where (t10."json" #> $11::text[]) = ($12::text)::jsonb
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'defaulted', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t11."rank")), '[]'::json)
      from (
        select t11.id, t11."rank"
        from "tc_sample" t11
        where t11."rank" >= ($13::text::integer)
        order by t11.id
        limit 100
      ) t11
    )
  )
)
