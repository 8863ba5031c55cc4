select json_build_object(
  'true', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (
        select t1.id, t1."boolean"
        from "tc_sample" t1
        where t1."boolean" = ($1::text::boolean)
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'false', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."boolean"
        from "tc_sample" t2
        where t2."boolean" = ($2::text::boolean)
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'notTrue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."boolean"
        from "tc_sample" t3
        where t3."boolean" is distinct
        from ($3::text::boolean)
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'unknown', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (select t4.id, t4."boolean" from "tc_sample" t4 where t4."boolean" is null order by t4.id limit 100) t4
    )
  ),
  'uuid', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (select t5.id, t5."uuid" from "tc_sample" t5 where t5."uuid" = ($4::text::uuid) order by t5.id limit 100) t5
    )
  ),
  'uuidShort', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (
        select t6.id, t6."uuid"
        from "tc_sample" t6
        where t6."uuid" = any (($5::text[])::uuid[])
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'uuidNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (
        select t7.id, t7."uuid"
        from "tc_sample" t7
        where ((t7."uuid" = any (($6::text[])::uuid[])) is not true)
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'mood', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (select t8.id, t8."mood" from "tc_sample" t8 where t8."mood" = ($7::text) order by t8.id limit 100) t8
    )
  ),
  'moodNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."mood"
        from "tc_sample" t9
        where t9."mood" is distinct
        from ($8::text)
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'moods', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (
        select t10.id, t10."mood"
        from "tc_sample" t10
        where t10."mood" = any (($9::text[])::text[])
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'moodsNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (
        select t11.id, t11."mood"
        from "tc_sample" t11
        where ((t11."mood" = any (($10::text[])::text[])) is not true)
        order by t11.id
        limit 100
      ) t11
    )
  ),
  'moodNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."id")), '[]'::json)
      from (select t12.id, t12."mood" from "tc_sample" t12 where t12."mood" is null order by t12.id limit 100) t12
    )
  ),
  'email', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t13."id")), '[]'::json)
      from (
        select t13.id, t13."email"
        from "tc_sample" t13
        where t13."email" like $11::text
        order by t13.id
        limit 100
      ) t13
    )
  ),
  'url', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t14."id")), '[]'::json)
      from (select t14.id, t14."url" from "tc_sample" t14 where t14."url" like $12::text order by t14.id limit 100) t14
    )
  ),
  'version', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t15."id")), '[]'::json)
      from (
        select t15.id, t15."version"
        from "tc_sample" t15
        where t15."version" = ($13::text::integer)
        order by t15.id
        limit 100
      ) t15
    )
  ),
  'createdBy', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t16."id")), '[]'::json)
      from (
        select t16.id, t16."created_by"
        from "tc_sample" t16
        where t16."created_by" is distinct
        from ($14::text)
        order by t16.id
        limit 100
      ) t16
    )
  ),
  'id', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t17."id")), '[]'::json)
      from (select t17.id from "tc_sample" t17 where t17."id" = any (($15::text[])::uuid[]) order by t17.id limit 100) t17
    )
  )
)
