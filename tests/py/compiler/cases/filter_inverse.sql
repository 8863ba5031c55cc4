select json_build_object(
  'parents', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."plain")), '[]'::json)
      from (
        select t1.id, t1."plain"
        from "tc_sample" t1
        where exists (select from "tc_sample" t2 where t2."parent" = t1.id)
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'childless', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."plain")), '[]'::json)
      from (
        select t3.id, t3."plain"
        from "tc_sample" t3
        where not exists (select from "tc_sample" t4 where t4."parent" = t3.id)
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'childrenHappy', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."plain")), '[]'::json)
      from (
        select t5.id, t5."plain"
        from "tc_sample" t5
        where exists (select from "tc_sample" t6 where t6."parent" = t5.id and t6."mood" = ($1::text))
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'childrenAll', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."plain")), '[]'::json)
      from (
        select t7.id, t7."plain"
        from "tc_sample" t7
        where not exists (
          select
          from "tc_sample" t8
          where t8."parent" = t7.id
          and (t8."rank" = ($2::text::integer)) is not true
        )
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'childrenAllAndSome', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."plain")), '[]'::json)
      from (
        select t9.id, t9."plain"
        from "tc_sample" t9
        where not exists (
          select
          from "tc_sample" t10
          where t10."parent" = t9.id
          and (t10."rank" = ($3::text::integer)) is not true
        )
        and exists (select from "tc_sample" t11 where t11."parent" = t9.id)
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'befriended', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."plain")), '[]'::json)
      from (
        select t12.id, t12."plain"
        from "tc_sample" t12
        where exists (
          select
          from "tj_10_friends" t14 join "tc_sample" t13 on t13.id = t14.source_id
          where t14.target_id = t12.id
          and t13."integer" is not null
        )
        order by t12.id
        limit 100
      ) t12
    )
  ),
  'befriendedByAll', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t15."plain")), '[]'::json)
      from (
        select t15.id, t15."plain"
        from "tc_sample" t15
        where not exists (
          select
          from "tj_10_friends" t17 join "tc_sample" t16 on t16.id = t17.source_id
          where t17.target_id = t15.id
          and (t16."text" is not null) is not true
        )
        order by t15.id
        limit 100
      ) t15
    )
  ),
  'grandchildren', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t18."plain")), '[]'::json)
      from (
        select t18.id, t18."plain"
        from "tc_sample" t18
        where exists (
          select
          from "tc_sample" t19
          where t19."parent" = t18.id
          and exists (select from "tc_sample" t20 where t20."parent" = t19.id)
        )
        order by t18.id
        limit 100
      ) t18
    )
  )
)
