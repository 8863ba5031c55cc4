select json_build_object(
  'parentName', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."plain")), '[]'::json)
      from (
        select t1.id, t1."plain", t1."parent"
        from "tc_sample" t1
        where exists (select from "tc_sample" t2 where t2.id = t1."parent" and t2."plain" = ($1::text))
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'parentId', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."plain")), '[]'::json)
      from (
        select t3.id, t3."plain", t3."parent"
        from "tc_sample" t3
        where t3."parent" = ($2::text::uuid)
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'parentIdNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."plain")), '[]'::json)
      from (
        select t4.id, t4."plain", t4."parent"
        from "tc_sample" t4
        where t4."parent" is distinct
        from ($3::text::uuid)
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'parentIdIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."plain")), '[]'::json)
      from (
        select t5.id, t5."plain", t5."parent"
        from "tc_sample" t5
        where t5."parent" = any (($4::text[])::uuid[])
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'orphans', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."plain")), '[]'::json)
      from (
        select t6.id, t6."plain", t6."parent"
        from "tc_sample" t6
        where t6."parent" is null
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'children', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."plain")), '[]'::json)
      from (
        select t7.id, t7."plain", t7."parent"
        from "tc_sample" t7
        where t7."parent" is not null
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'grand', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."plain")), '[]'::json)
      from (
        select t9.id, t9."plain", t9."parent"
        from "tc_sample" t9
        where exists (
          select
          from "tc_sample" t10
          where t10.id = t9."parent"
          and exists (select from "tc_sample" t11 where t11.id = t10."parent" and t11."integer" = ($5::text::integer))
        )
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'both', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."plain")), '[]'::json)
      from (
        select t12.id, t12."plain", t12."parent"
        from "tc_sample" t12
        where t12."parent" is not null
        and exists (select from "tc_sample" t13 where t13.id = t12."parent" and t13."integer" = ($6::text::integer))
        order by t12.id
        limit 100
      ) t12
    )
  ),
  'notParent', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t14."plain")), '[]'::json)
      from (
        select t14.id, t14."plain", t14."parent"
        from "tc_sample" t14
        where (
          (exists (select from "tc_sample" t15 where t15.id = t14."parent" and t15."integer" = ($7::text::integer))) is not true
        )
        order by t14.id
        limit 100
      ) t14
    )
  ),
  'parentNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t16."plain")), '[]'::json)
      from (
        select t16.id, t16."plain", t16."parent"
        from "tc_sample" t16
        where exists (
          select
          from "tc_sample" t17
          where t17.id = t16."parent"
          and ((t17."integer" = ($8::text::integer)) is not true)
        )
        order by t16.id
        limit 100
      ) t16
    )
  ),
  'anything', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t18."plain")), '[]'::json)
      from (
        select t18.id, t18."plain", t18."anything"
        from "tc_sample" t18
        where t18."anything" = ($9::text::uuid)
        order by t18.id
        limit 100
      ) t18
    )
  ),
  'anythingAtAll', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t19."plain")), '[]'::json)
      from (
        select t19.id, t19."plain", t19."anything"
        from "tc_sample" t19
        where t19."anything" is not null
        order by t19.id
        limit 100
      ) t19
    )
  ),
  'friendsSome', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t20."plain")), '[]'::json)
      from (
        select t20.id, t20."plain"
        from "tc_sample" t20
        where exists (
          select
          from "tj_10_friends" t22 join "tc_sample" t21 on t21.id = t22.target_id
          where t22.source_id = t20.id
          and t21."integer" = ($10::text::integer)
        )
        order by t20.id
        limit 100
      ) t20
    )
  ),
  'friendsEvery', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t23."plain")), '[]'::json)
      from (
        select t23.id, t23."plain"
        from "tc_sample" t23
        where not exists (
          select
          from "tj_10_friends" t25 join "tc_sample" t24 on t24.id = t25.target_id
          where t25.source_id = t23.id
          and (t24."integer" = ($11::text::integer)) is not true
        )
        order by t23.id
        limit 100
      ) t23
    )
  ),
  'friendsNone', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t26."plain")), '[]'::json)
      from (
        select t26.id, t26."plain"
        from "tc_sample" t26
        where not exists (
          select
          from "tj_10_friends" t28 join "tc_sample" t27 on t27.id = t28.target_id
          where t28.source_id = t26.id
          and t27."integer" = ($12::text::integer)
        )
        order by t26.id
        limit 100
      ) t26
    )
  ),
  'friendsAny', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t29."plain")), '[]'::json)
      from (
        select t29.id, t29."plain"
        from "tc_sample" t29
        where exists (
          select
          from "tj_10_friends" t31 join "tc_sample" t30 on t30.id = t31.target_id
          where t31.source_id = t29.id
        )
        order by t29.id
        limit 100
      ) t29
    )
  ),
  'friendless', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t32."plain")), '[]'::json)
      from (
        select t32.id, t32."plain"
        from "tc_sample" t32
        where not exists (
          select
          from "tj_10_friends" t34 join "tc_sample" t33 on t33.id = t34.target_id
          where t34.source_id = t32.id
        )
        order by t32.id
        limit 100
      ) t32
    )
  ),
  'friendsBoth', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t35."plain")), '[]'::json)
      from (
        select t35.id, t35."plain"
        from "tc_sample" t35
        where exists (
          select
          from "tj_10_friends" t37 join "tc_sample" t36 on t36.id = t37.target_id
          where t37.source_id = t35.id
          and t36."plain" = ($13::text)
        )
        and not exists (
          select
          from "tj_10_friends" t39 join "tc_sample" t38 on t38.id = t39.target_id
          where t39.source_id = t35.id
          and (t38."integer" > ($14::text::integer)) is not true
        )
        order by t35.id
        limit 100
      ) t35
    )
  ),
  'thingsSome', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t40."plain")), '[]'::json)
      from (
        select t40.id, t40."plain"
        from "tc_sample" t40
        where exists (
          select
          from "tj_10_things" t41
          where t41.source_id = t40.id
          and t41.target_id = any (($15::text[])::uuid[])
        )
        order by t40.id
        limit 100
      ) t40
    )
  ),
  'thingsNone', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t42."plain")), '[]'::json)
      from (
        select t42.id, t42."plain"
        from "tc_sample" t42
        where not exists (select from "tj_10_things" t43 where t43.source_id = t42.id)
        order by t42.id
        limit 100
      ) t42
    )
  )
)
