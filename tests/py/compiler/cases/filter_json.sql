select json_build_object(
  'eq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (
        select t1.id, t1."json"
        from "tc_sample" t1
        where t1."json" = (nullif(($1::text)::jsonb, 'null'::jsonb))
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'eqText', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."json"
        from "tc_sample" t2
        where t2."json" = (nullif(($2::text)::jsonb, 'null'::jsonb))
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'eqNumber', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."json"
        from "tc_sample" t3
        where t3."json" = (nullif(($3::text)::jsonb, 'null'::jsonb))
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'eqTrue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (
        select t4.id, t4."json"
        from "tc_sample" t4
        where t4."json" = (nullif(($4::text)::jsonb, 'null'::jsonb))
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'ne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (
        select t5.id, t5."json"
        from "tc_sample" t5
        where t5."json" is distinct
        from (nullif(($5::text)::jsonb, 'null'::jsonb))
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (select t6.id, t6."json" from "tc_sample" t6 where t6."json" is null order by t6.id limit 100) t6
    )
  ),
  'eqNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (select t7.id, t7."json" from "tc_sample" t7 where t7."json" is null order by t7.id limit 100) t7
    )
  ),
  'contains', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (
        select t8.id, t8."json"
        from "tc_sample" t8
        where t8."json" @> (nullif(($6::text)::jsonb, 'null'::jsonb))
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'containsItem', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."json"
        from "tc_sample" t9
        where t9."json" @> (nullif(($7::text)::jsonb, 'null'::jsonb))
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'containsDeep', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (
        select t10.id, t10."json"
        from "tc_sample" t10
        where t10."json" @> (nullif(($8::text)::jsonb, 'null'::jsonb))
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'hasKey', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (select t11.id, t11."json" from "tc_sample" t11 where t11."json" ? $9::text order by t11.id limit 100) t11
    )
  ),
  'hasKeyDotted', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."id")), '[]'::json)
      from (select t12.id, t12."json" from "tc_sample" t12 where t12."json" ? $10::text order by t12.id limit 100) t12
    )
  )
)
