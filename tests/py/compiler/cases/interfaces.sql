select json_build_object(
  'parties', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          case t1.class_id when 12 then (
            select json_build_object(
              '__typename', 'PersonItself', 'name', t2."name", 'age', t2."age",
              'contractsByBuyer', json_build_object(
                'totalCount', (select count(*) from "tc_contract" t3 where t3."buyer" = t2.id)
              )
            )
            from "tc_person" t2
            where t2.id = t1.id
          ) when 15 then (
            select json_build_object(
              '__typename', 'Company', 'name', t4."name",
              'employs', json_build_object(
                'totalCount', (
                  select count(*)
                  from "tj_15_employs" t6 join (
                    select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                    "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                    "name" as "name", "country" as "country", "age" as "age"
                    from "tc_person"
                    union all select 13 as class_id, "id" as "id", "version" as "version",
                    "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                    "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age"
                    from "tc_employee"
                    union all select 14 as class_id, "id" as "id", "version" as "version",
                    "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                    "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age"
                    from "tc_manager"
                  ) t5 on t5.id = t6.target_id
                  where t6.source_id = t4.id
                )
              )
            )
            from "tc_company" t4
            where t4.id = t1.id
          ) when 13 then (
            select json_build_object(
              '__typename', 'EmployeeItself', 'name', t7."name", 'age', t7."age", 'salary', t7."salary"::text,
              'rank', 'EmployeeItself', 'contractsByBuyer', json_build_object(
                'totalCount', (select count(*) from "tc_contract" t8 where t8."buyer" = t7.id)
              )
            )
            from "tc_employee" t7
            where t7.id = t1.id
          ) when 14 then (
            select json_build_object(
              '__typename', 'Manager', 'name', t9."name", 'age', t9."age", 'salary', t9."salary"::text,
              'bonus', t9."bonus"::text,
              'contractsByBuyer', json_build_object(
                'totalCount', (select count(*) from "tc_contract" t10 where t10."buyer" = t9.id)
              )
            )
            from "tc_manager" t9
            where t9.id = t1.id
          ) end
        ), '[]'::json
      )
      from (
        select t1.id, t1.class_id, t1."name"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_person"
          union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_company"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_manager"
        ) t1
        order by t1."name", t1.id
        limit 100
      ) t1
    )
  ),
  'people', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          case t11.class_id when 12 then (
            select json_build_object('name', t12."name", 'itself', t12."age")
            from "tc_person" t12
            where t12.id = t11.id
          ) when 13 then (
            select json_build_object('name', t13."name", 'salary', t13."salary"::text, 'rank', 'EmployeeItself')
            from "tc_employee" t13
            where t13.id = t11.id
          ) when 14 then (
            select json_build_object('name', t14."name", 'salary', t14."salary"::text, 'bonus', t14."bonus"::text)
            from "tc_manager" t14
            where t14.id = t11.id
          ) end
        ), '[]'::json
      )
      from (
        select t11.id, t11.class_id, t11."age"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_person"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_manager"
        ) t11
        order by t11."age" desc nulls last, t11.id
        limit 4
      ) t11
    )
  ),
  'managers', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            '__typename', 'Manager', 'name', t15."name", 'salary', t15."salary"::text, 'country', t15."country",
            'age', t15."age", 'id', t15."id"
          )
        ), '[]'::json
      )
      from (
        select t15.id, t15."name", t15."salary", t15."country", t15."age"
        from "tc_manager" t15
        order by t15.id
        limit 100
      ) t15
    )
  ),
  'none', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          case t16.class_id when 12 then (select json_build_object() from "tc_person" t17 where t17.id = t16.id) when 15 then (
            select json_build_object()
            from "tc_company" t18
            where t18.id = t16.id
          ) when 13 then (select json_build_object() from "tc_employee" t19 where t19.id = t16.id) when 14 then (
            select json_build_object('bonus', t20."bonus"::text)
            from "tc_manager" t20
            where t20.id = t16.id
          ) end
        ), '[]'::json
      )
      from (
        select t16.id, t16.class_id
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_person"
          union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_company"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_manager"
        ) t16
        order by t16.id
        limit 2
      ) t16
    )
  ),
  'contracts', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'title', t21."title",
            'seller', coalesce(
              (
                select json_build_object(
                  '__typename', 'PersonItself', 'name', t22."name", 'age', t22."age",
                  'contractsByBuyer', json_build_object(
                    'totalCount', (select count(*) from "tc_contract" t23 where t23."buyer" = t22.id)
                  )
                )
                from "tc_person" t22
                where t22.id = t21."seller"
              ),
              (
                select json_build_object(
                  '__typename', 'Company', 'name', t24."name",
                  'employs', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_15_employs" t26 join (
                        select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                        "name" as "name", "country" as "country", "age" as "age"
                        from "tc_person"
                        union all select 13 as class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age"
                        from "tc_employee"
                        union all select 14 as class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age"
                        from "tc_manager"
                      ) t25 on t25.id = t26.target_id
                      where t26.source_id = t24.id
                    )
                  )
                )
                from "tc_company" t24
                where t24.id = t21."seller"
              ),
              (
                select json_build_object(
                  '__typename', 'EmployeeItself', 'name', t27."name", 'age', t27."age", 'salary', t27."salary"::text,
                  'rank', 'EmployeeItself', 'contractsByBuyer', json_build_object(
                    'totalCount', (select count(*) from "tc_contract" t28 where t28."buyer" = t27.id)
                  )
                )
                from "tc_employee" t27
                where t27.id = t21."seller"
              ),
              (
                select json_build_object(
                  '__typename', 'Manager', 'name', t29."name", 'age', t29."age", 'salary', t29."salary"::text,
                  'bonus', t29."bonus"::text,
                  'contractsByBuyer', json_build_object(
                    'totalCount', (select count(*) from "tc_contract" t30 where t30."buyer" = t29.id)
                  )
                )
                from "tc_manager" t29
                where t29.id = t21."seller"
              )
            ),
            'buyer', coalesce(
              (select json_build_object('__typename', 'PersonItself') from "tc_person" t31 where t31.id = t21."buyer"),
              (select json_build_object('__typename', 'Company') from "tc_company" t32 where t32.id = t21."buyer"),
              (
                select json_build_object('__typename', 'EmployeeItself')
                from "tc_employee" t33
                where t33.id = t21."buyer"
              ), (select json_build_object('__typename', 'Manager') from "tc_manager" t34 where t34.id = t21."buyer")
            ),
            'signedBy', coalesce(
              (select json_build_object('id', t35."id") from "tc_person" t35 where t35.id = t21."signed_by"),
              (select json_build_object('id', t36."id") from "tc_employee" t36 where t36.id = t21."signed_by"),
              (select json_build_object('id', t37."id") from "tc_manager" t37 where t37.id = t21."signed_by")
            ),
            'handledBy', coalesce(
              (select json_build_object('name', t38."name") from "tc_employee" t38 where t38.id = t21."handled_by"),
              (
                select json_build_object(
                  'name', t39."name", 'bonus', t39."bonus"::text,
                  'boss', coalesce(
                    (select json_build_object('name', t40."name") from "tc_employee" t40 where t40.id = t39."boss"),
                    (select json_build_object('name', t41."name") from "tc_manager" t41 where t41.id = t39."boss")
                  )
                )
                from "tc_manager" t39
                where t39.id = t21."handled_by"
              )
            ), 'haunts', null
          )
        ), '[]'::json
      )
      from (
        select t21.id, t21."title", t21."seller", t21."buyer", t21."signed_by", t21."handled_by", t21."haunts"
        from "tc_contract" t21
        order by t21.id
        limit 100
      ) t21
    )
  )
)
