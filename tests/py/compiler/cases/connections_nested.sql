select json_build_object(
  'companies', (
    select json_build_object(
      'totalCount', (select count(*) from "tc_company" t3),
      'nodes', coalesce(json_agg(t2.j1 order by t2.n) filter (where t2.n <= 5), '[]'::json)
    )
    from (
      select json_build_object(
        'name', t1."name",
        'employs', (
          select json_build_object(
            'totalCount', (
              select count(*)
              from "tj_15_employs" t8 join (
                select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_person"
                union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_employee"
                union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_manager"
              ) t7 on t7.id = t8.target_id
              where t8.source_id = t1.id
            ), 'nodes', coalesce(json_agg(t6.j1 order by t6.n) filter (where t6.n <= 20), '[]'::json)
          )
          from (
            select case t4.class_id when 12 then (
              select json_build_object('name', t9."name", 'age', t9."age")
              from "tc_person" t9
              where t9.id = t4.id
            ) when 13 then (
              select json_build_object(
                'name', t10."name", 'age', t10."age", 'salary', t10."salary"::text,
                'boss', coalesce(
                  (select json_build_object('name', t11."name") from "tc_employee" t11 where t11.id = t10."boss"),
                  (select json_build_object('name', t12."name") from "tc_manager" t12 where t12.id = t10."boss")
                )
              )
              from "tc_employee" t10
              where t10.id = t4.id
            ) when 14 then (
              select json_build_object(
                'name', t13."name", 'age', t13."age", 'salary', t13."salary"::text,
                'boss', coalesce(
                  (select json_build_object('name', t14."name") from "tc_employee" t14 where t14.id = t13."boss"),
                  (select json_build_object('name', t15."name") from "tc_manager" t15 where t15.id = t13."boss")
                )
              )
              from "tc_manager" t13
              where t13.id = t4.id
            ) end as j1, row_number() over () as n, count(*) over () as m
            from (
              select t4.id, t4.class_id, t4."age"
              from "tj_15_employs" t5 join (
                select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_person"
                union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_employee"
                union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_manager"
              ) t4 on t4.id = t5.target_id
              where t5.source_id = t1.id
              order by t4."age" desc nulls last, t4.id
              limit 20 + 1
            ) t4
          ) t6
          having true
        ),
        'young', (
          select json_build_object(
            'edges', coalesce(
              json_agg(json_build_object('node', t18.j1, 'cursor', t18.c) order by t18.n) filter (where t18.n <= 1),
              '[]'::json
            ), 'pageInfo', json_build_object('hasNextPage', (coalesce(max(t18.m) > 1, false))),
            'totalCount', (
              select count(*)
              from "tj_15_employs" t20 join (
                select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_person"
                union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_employee"
                union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_manager"
              ) t19 on t19.id = t20.target_id
              where t20.source_id = t1.id
              and t19."age" < ($1::text::integer)
            )
          )
          from (
            select json_build_object('name', t16."name") as j1,
            translate(
              encode(convert_to(json_build_array('fd923d1d', (t16.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
            ) as c, row_number() over () as n, count(*) over () as m
            from (
              select t16.id, t16.class_id, t16."name", t16."age"
              from "tj_15_employs" t17 join (
                select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_person"
                union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_employee"
                union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_manager"
              ) t16 on t16.id = t17.target_id
              where t17.source_id = t1.id
              and t16."age" < ($1::text::integer)
              order by t16.id
              limit 1 + 1
            ) t16
          ) t18
          having true
        ),
        'contracts', json_build_object(
          'nodes', (
            select coalesce(json_agg(json_build_object('title', t21."title")), '[]'::json)
            from (
              select t21.id, t21."seller", t21."title"
              from "tc_contract" t21
              where t21."seller" = t1.id
              order by t21.id
              limit 20
            ) t21
          )
        ),
        'sold', json_build_object(
          'nodes', (
            select coalesce(json_agg(p.j order by p.n desc), '[]'::json)
            from (
              select json_build_object(
                'title', t22."title",
                'witnesses', json_build_object(
                  'nodes', (
                    select coalesce(
                      json_agg(
                        case t23.class_id when 12 then (
                          select json_build_object('__typename', 'PersonItself', 'name', t25."name")
                          from "tc_person" t25
                          where t25.id = t23.id
                        ) when 15 then (
                          select json_build_object(
                            '__typename', 'Company', 'name', t26."name", 'country', t26."country"
                          )
                          from "tc_company" t26
                          where t26.id = t23.id
                        ) when 13 then (
                          select json_build_object('__typename', 'EmployeeItself', 'name', t27."name")
                          from "tc_employee" t27
                          where t27.id = t23.id
                        ) when 14 then (
                          select json_build_object('__typename', 'Manager', 'name', t28."name")
                          from "tc_manager" t28
                          where t28.id = t23.id
                        ) end
                      ), '[]'::json
                    )
                    from (
                      select t23.id, t23.class_id
                      from "tj_17_witnesses" t24 join (
                        select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                        "name" as "name", "country" as "country"
                        from "tc_person"
                        union all select 15 as class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country"
                        from "tc_company"
                        union all select 13 as class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country"
                        from "tc_employee"
                        union all select 14 as class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country"
                        from "tc_manager"
                      ) t23 on t23.id = t24.target_id
                      where t24.source_id = t22.id
                      order by t23.id
                      limit 20
                    ) t23
                  )
                )
              ) as j, row_number() over () as n
              from (
                select t22.id, t22."seller", t22."title"
                from "tc_contract" t22
                where t22."seller" = t1.id
                order by t22.id desc
                limit 1
              ) t22
            ) p
          )
        ),
        'contractsByBuyer', json_build_object(
          'totalCount', (select count(*) from "tc_contract" t29 where t29."buyer" = t1.id)
        ),
        'contractsByWitnesses', json_build_object(
          'nodes', (
            select coalesce(json_agg(json_build_object('title', t30."title")), '[]'::json)
            from (
              select t30.id, t30."title"
              from "tj_17_witnesses" t31 join "tc_contract" t30 on t30.id = t31.source_id
              where t31.target_id = t1.id
              order by t30.id
              limit 20
            ) t30
          )
        )
      ) as j1, row_number() over () as n, count(*) over () as m
      from (select t1.id, t1."name" from "tc_company" t1 order by t1.id limit 5 + 1) t1
    ) t2
    having true
  ),
  'samples', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'plain', t32."plain",
            'friends', (
              select json_build_object(
                'nodes', coalesce(json_agg(t35.j1 order by t35.n) filter (where t35.n <= 20), '[]'::json),
                'totalCount', (
                  select count(*)
                  from "tj_10_friends" t38 join "tc_sample" t37 on t37.id = t38.target_id
                  where t38.source_id = t32.id
                )
              )
              from (
                select json_build_object(
                  'plain', t33."plain",
                  'parent', (
                    select json_build_object('plain', t36."plain")
                    from "tc_sample" t36
                    where t36.id = t33."parent"
                  )
                ) as j1, row_number() over () as n, count(*) over () as m
                from (
                  select t33.id, t33."rank", t33."plain", t33."parent"
                  from "tj_10_friends" t34 join "tc_sample" t33 on t33.id = t34.target_id
                  where t34.source_id = t32.id
                  order by t33."rank" desc, t33.id
                  limit 20 + 1
                ) t33
              ) t35
              having true
            ),
            'samples', (
              select json_build_object(
                'nodes', coalesce(json_agg(t40.j1 order by t40.n) filter (where t40.n <= 2), '[]'::json),
                'pageInfo', json_build_object('hasNextPage', (coalesce(max(t40.m) > 2, false)))
              )
              from (
                select json_build_object(
                  'plain', t39."plain",
                  'samples', json_build_object(
                    'nodes', (
                      select coalesce(json_agg(json_build_object('plain', t41."plain")), '[]'::json)
                      from (
                        select t41.id, t41."parent", t41."plain"
                        from "tc_sample" t41
                        where t41."parent" = t39.id
                        order by t41.id
                        limit 1
                      ) t41
                    )
                  )
                ) as j1, row_number() over () as n, count(*) over () as m
                from (
                  select t39.id, t39."parent", t39."plain"
                  from "tc_sample" t39
                  where t39."parent" = t32.id
                  order by t39.id
                  limit 2 + 1
                ) t39
              ) t40
              having true
            ),
            'samplesByFriends', json_build_object(
              'nodes', (
                select coalesce(json_agg(json_build_object('plain', t42."plain")), '[]'::json)
                from (
                  select t42.id, t42."plain"
                  from "tj_10_friends" t43 join "tc_sample" t42 on t42.id = t43.source_id
                  where t43.target_id = t32.id
                  order by t42.id
                  limit 20
                ) t42
              )
            ),
            'things', json_build_object(
              'nodes', (
                select coalesce(json_agg(n.j), '[]'::json)
                from (
                  select (
                    select case t45.class_id when 17 then (
                      select json_build_object('id', t46."id", '__typename', 'Contract', 'title', t46."title")
                      from "tc_contract" t46
                      where t46.id = t45.id
                    ) when 12 then (
                      select json_build_object('id', t47."id", '__typename', 'PersonItself', 'age', t47."age")
                      from "tc_person" t47
                      where t47.id = t45.id
                    ) when 13 then (
                      select json_build_object('id', t48."id", '__typename', 'EmployeeItself', 'age', t48."age")
                      from "tc_employee" t48
                      where t48.id = t45.id
                    ) when 14 then (
                      select json_build_object('id', t49."id", '__typename', 'Manager', 'age', t49."age")
                      from "tc_manager" t49
                      where t49.id = t45.id
                    ) else json_build_object(
                      'id', t45.id,
                      '__typename', (
                        select c.name || case when not c.abstract
                        and exists (
                          select
                          from thing_classes k
                          where k.extends_id = c.id
                          and k.dropped_version is null
                        ) then 'Itself' else '' end
                        from thing_classes c
                        where c.id = t45.class_id
                      )
                    ) end
                    from thing_instances t45
                    where t45.id = t44.target_id
                  ) as j
                  from "tj_10_things" t44
                  where t44.source_id = t32.id
                  order by t44.target_id
                  limit 20
                ) n
              ), 'totalCount', (select count(*) from "tj_10_things" t44 where t44.source_id = t32.id)
            ),
            'few', json_build_object(
              'nodes', (
                select coalesce(json_agg(n.j), '[]'::json)
                from (
                  select (
                    select json_build_object(
                      '__typename', (
                        select c.name || case when not c.abstract
                        and exists (
                          select
                          from thing_classes k
                          where k.extends_id = c.id
                          and k.dropped_version is null
                        ) then 'Itself' else '' end
                        from thing_classes c
                        where c.id = t51.class_id
                      )
                    )
                    from thing_instances t51
                    where t51.id = t50.target_id
                  ) as j
                  from "tj_10_things" t50
                  where t50.source_id = t32.id
                  order by t50.target_id
                  limit 1 offset 1
                ) n
              )
            )
          )
        ), '[]'::json
      )
      from (select t32.id, t32."plain" from "tc_sample" t32 order by t32.id limit 3) t32
    )
  )
)
