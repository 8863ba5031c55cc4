select json_build_object(
  'integerEq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (
        select t1.id, t1."integer"
        from "tc_sample" t1
        where t1."integer" = ($1::text::integer)
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'integerNe', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."integer"
        from "tc_sample" t2
        where t2."integer" is distinct
        from ($2::text::integer)
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'integerIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."integer"
        from "tc_sample" t3
        where t3."integer" = any (($3::text[])::integer[])
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'integerNotIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (
        select t4.id, t4."integer"
        from "tc_sample" t4
        where ((t4."integer" = any (($4::text[])::integer[])) is not true)
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'integerRange', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (
        select t5.id, t5."integer"
        from "tc_sample" t5
        where t5."integer" > ($5::text::integer)
        and t5."integer" < ($6::text::integer)
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'integerMost', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (
        select t6.id, t6."integer"
        from "tc_sample" t6
        where t6."integer" >= ($7::text::integer)
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'bigintNumber', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (
        select t7.id, t7."bigint"
        from "tc_sample" t7
        where t7."bigint" = ($8::text::bigint)
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'bigintText', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (
        select t8.id, t8."bigint"
        from "tc_sample" t8
        where t8."bigint" = ($9::text::bigint)
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'bigintLeast', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."bigint"
        from "tc_sample" t9
        where t9."bigint" <= ($10::text::bigint)
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'decimalNumber', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (
        select t10.id, t10."decimal"
        from "tc_sample" t10
        where t10."decimal" = ($11::text::numeric)
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'decimalText', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (
        select t11.id, t11."decimal"
        from "tc_sample" t11
        where t11."decimal" = ($12::text::numeric)
        order by t11.id
        limit 100
      ) t11
    )
  ),
  'decimalIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."id")), '[]'::json)
      from (
        select t12.id, t12."decimal"
        from "tc_sample" t12
        where t12."decimal" = any (($13::text[])::numeric[])
        order by t12.id
        limit 100
      ) t12
    )
  ),
  'decimalExact', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t13."id")), '[]'::json)
      from (
        select t13.id, t13."decimal"
        from "tc_sample" t13
        where t13."decimal" < ($14::text::numeric)
        order by t13.id
        limit 100
      ) t13
    )
  ),
  'floatEq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t14."id")), '[]'::json)
      from (
        select t14.id, t14."float"
        from "tc_sample" t14
        where t14."float" = ($15::text::double precision)
        order by t14.id
        limit 100
      ) t14
    )
  ),
  'floatTiny', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t15."id")), '[]'::json)
      from (
        select t15.id, t15."float"
        from "tc_sample" t15
        where t15."float" <= ($16::text::double precision)
        order by t15.id
        limit 100
      ) t15
    )
  ),
  'floatWhole', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t16."id")), '[]'::json)
      from (
        select t16.id, t16."float"
        from "tc_sample" t16
        where t16."float" = any (($17::text[])::double precision[])
        order by t16.id
        limit 100
      ) t16
    )
  ),
  'floatNotIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t17."id")), '[]'::json)
      from (
        select t17.id, t17."float"
        from "tc_sample" t17
        where ((t17."float" = any (($18::text[])::double precision[])) is not true)
        order by t17.id
        limit 100
      ) t17
    )
  )
)
