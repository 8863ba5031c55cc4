select json_build_object(
  'byParent', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'plain', t1."plain",
            'parent', (
              select json_build_object('integer', t3."integer")
              from "tc_sample" t3
              where t3.id = t1."parent"
            )
          )
        ), '[]'::json
      )
      from (
        select t1.id, t1."parent", t1."rank", t1."plain"
        from "tc_sample" t1
        order by (select t2."integer" from "tc_sample" t2 where t2.id = t1."parent"), t1."rank" desc, t1.id
        limit 100
      ) t1
    )
  ),
  'byGrandparent', (
    select json_build_object(
      'nodes', coalesce(json_agg(t7.j1 order by t7.n) filter (where t7.n <= 3), '[]'::json),
      'pageInfo', json_build_object('endCursor', max(t7.c) filter (where t7.n = least(t7.m, 3)))
    )
    from (
      select json_build_object(
        'plain', t4."plain",
        'parent', (
          select json_build_object(
            'parent', (select json_build_object('rank', t9."rank") from "tc_sample" t9 where t9.id = t8."parent")
          )
          from "tc_sample" t8
          where t8.id = t4."parent"
        )
      ) as j1,
      translate(
        encode(
          convert_to(
            json_build_array(
              '1eae6f6a', (
                (
                  select (select t6."rank" from "tc_sample" t6 where t6.id = t5."parent")
                  from "tc_sample" t5
                  where t5.id = t4."parent"
                )
              )::text, (t4.id)::text
            )::text, 'UTF8'
          ), 'base64'
        ), E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t4.id, t4."parent", t4."plain"
        from "tc_sample" t4
        order by (
          select (select t6."rank" from "tc_sample" t6 where t6.id = t5."parent")
          from "tc_sample" t5
          where t5.id = t4."parent"
        ) desc nulls last, t4.id
        limit 3 + 1
      ) t4
    ) t7
    having true
  ),
  'byTwoOfOne', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'plain', t10."plain",
            'parent', (
              select json_build_object('mood', t12."mood", 'rank', t12."rank")
              from "tc_sample" t12
              where t12.id = t10."parent"
            )
          )
        ), '[]'::json
      )
      from (
        select t10.id, t10."parent", t10."plain"
        from "tc_sample" t10
        order by (select t11."mood" from "tc_sample" t11 where t11.id = t10."parent") desc,
        (select t11."rank" from "tc_sample" t11 where t11.id = t10."parent"), t10.id
        limit 4
      ) t10
    )
  ),
  'byParty', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'title', t13."title",
            'seller', coalesce(
              (select json_build_object('name', t15."name") from "tc_person" t15 where t15.id = t13."seller"),
              (select json_build_object('name', t16."name") from "tc_company" t16 where t16.id = t13."seller"),
              (select json_build_object('name', t17."name") from "tc_employee" t17 where t17.id = t13."seller"),
              (select json_build_object('name', t18."name") from "tc_manager" t18 where t18.id = t13."seller")
            )
          )
        ), '[]'::json
      )
      from (
        select t13.id, t13."seller", t13."title"
        from "tc_contract" t13
        order by (
          select t14."name"
          from (
            select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_person"
            union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_company"
            union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_manager"
          ) t14
          where t14.id = t13."seller"
        ) desc, t13.id
        limit 100
      ) t13
    )
  ),
  'byBoss', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'title', t19."title",
            'handledBy', coalesce(
              (
                select json_build_object(
                  'name', t22."name",
                  'boss', coalesce(
                    (select json_build_object('name', t23."name") from "tc_employee" t23 where t23.id = t22."boss"),
                    (select json_build_object('name', t24."name") from "tc_manager" t24 where t24.id = t22."boss")
                  )
                )
                from "tc_employee" t22
                where t22.id = t19."handled_by"
              ),
              (
                select json_build_object(
                  'name', t25."name",
                  'boss', coalesce(
                    (select json_build_object('name', t26."name") from "tc_employee" t26 where t26.id = t25."boss"),
                    (select json_build_object('name', t27."name") from "tc_manager" t27 where t27.id = t25."boss")
                  )
                )
                from "tc_manager" t25
                where t25.id = t19."handled_by"
              )
            )
          )
        ), '[]'::json
      )
      from (
        select t19.id, t19."handled_by", t19."title"
        from "tc_contract" t19
        order by (
          select (
            select t21."name"
            from (
              select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
              from "tc_employee"
              union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
              from "tc_manager"
            ) t21
            where t21.id = t20."boss"
          )
          from (
            select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_manager"
          ) t20
          where t20.id = t19."handled_by"
        ), t19.id
        limit 100
      ) t19
    )
  ),
  'nothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t28."rank")), '[]'::json)
      from (select t28.id, t28."rank" from "tc_sample" t28 order by t28.id limit 2) t28
    )
  ),
  'nulls', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t29."rank")), '[]'::json)
      from (select t29.id, t29."rank" from "tc_sample" t29 order by t29.id limit 2) t29
    )
  )
)
