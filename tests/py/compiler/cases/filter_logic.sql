select json_build_object(
  'nothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (select t1.id from "tc_sample" t1 order by t1.id limit 100) t1
    )
  ),
  'two', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."integer", t2."mood"
        from "tc_sample" t2
        where t2."integer" = ($1::text::integer)
        and t2."mood" = ($2::text)
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'and', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."integer", t3."mood"
        from "tc_sample" t3
        where (t3."integer" = ($3::text::integer))
        and (t3."mood" = ($4::text))
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'andNothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (select t4.id from "tc_sample" t4 order by t4.id limit 100) t4
    )
  ),
  'or', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (
        select t5.id, t5."integer"
        from "tc_sample" t5
        where ((t5."integer" = ($5::text::integer)) or (t5."integer" is null))
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'orNothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (select t6.id from "tc_sample" t6 where false order by t6.id limit 100) t6
    )
  ),
  'orEverything', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (
        select t7.id, t7."integer"
        from "tc_sample" t7
        where ((t7."integer" = ($6::text::integer)) or true)
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'orOne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (
        select t8.id, t8."integer"
        from "tc_sample" t8
        where ((t8."integer" = ($7::text::integer)))
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'not', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."integer"
        from "tc_sample" t9
        where ((t9."integer" > ($8::text::integer)) is not true)
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'notNothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (select t10.id from "tc_sample" t10 where false order by t10.id limit 100) t10
    )
  ),
  'notNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (
        select t11.id, t11."integer"
        from "tc_sample" t11
        where ((((t11."integer" > ($9::text::integer)) is not true)) is not true)
        order by t11.id
        limit 100
      ) t11
    )
  ),
  'notOr', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."id")), '[]'::json)
      from (
        select t12.id, t12."integer", t12."boolean"
        from "tc_sample" t12
        where ((((t12."integer" > ($10::text::integer)) or (t12."boolean" = ($11::text::boolean)))) is not true)
        order by t12.id
        limit 100
      ) t12
    )
  ),
  'notAnd', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t13."id")), '[]'::json)
      from (
        select t13.id, t13."integer", t13."boolean"
        from "tc_sample" t13
        where (((t13."integer" > ($12::text::integer)) and (t13."boolean" = ($13::text::boolean))) is not true)
        order by t13.id
        limit 100
      ) t13
    )
  ),
  'orAndBeside', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t14."id")), '[]'::json)
      from (
        select t14.id, t14."rank", t14."integer", t14."mood"
        from "tc_sample" t14
        where t14."rank" >= ($14::text::integer)
        and ((t14."integer" = ($15::text::integer) and t14."mood" = ($16::text)) or (t14."mood" is null))
        order by t14.id
        limit 100
      ) t14
    )
  ),
  'nulls', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t15."id")), '[]'::json)
      from (select t15.id from "tc_sample" t15 order by t15.id limit 100) t15
    )
  ),
  'emptyOperators', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t16."id")), '[]'::json)
      from (select t16.id, t16."integer" from "tc_sample" t16 order by t16.id limit 100) t16
    )
  )
)
