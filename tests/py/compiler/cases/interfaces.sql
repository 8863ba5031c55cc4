select json_build_object(
  'parties', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          case _1._class_id when 12 then (
            select json_build_object(
              '__typename', 'PersonItself', 'name', _2."name", 'age', _2."age",
              'contractsByBuyer', json_build_object(
                'totalCount', (select count(*) from "tc_contract" _3 where _3."buyer" = _2.id)
              )
            )
            from "tc_person" _2
            where _2.id = _1.id
          ) when 15 then (
            select json_build_object(
              '__typename', 'Company', 'name', _4."name",
              'employs', json_build_object(
                'totalCount', (
                  select count(*)
                  from "tj_15_employs" _6 join (
                    select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                    "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                    "name" as "name", "country" as "country", "age" as "age"
                    from "tc_person"
                    union all select 13 as _class_id, "id" as "id", "version" as "version",
                    "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                    "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age"
                    from "tc_employee"
                    union all select 14 as _class_id, "id" as "id", "version" as "version",
                    "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                    "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age"
                    from "tc_manager"
                  ) _5 on _5.id = _6.target_id
                  where _6.source_id = _4.id
                )
              )
            )
            from "tc_company" _4
            where _4.id = _1.id
          ) when 13 then (
            select json_build_object(
              '__typename', 'EmployeeItself', 'name', _7."name", 'age', _7."age", 'salary', _7."salary"::text,
              'rank', 'EmployeeItself', 'contractsByBuyer', json_build_object(
                'totalCount', (select count(*) from "tc_contract" _8 where _8."buyer" = _7.id)
              )
            )
            from "tc_employee" _7
            where _7.id = _1.id
          ) when 14 then (
            select json_build_object(
              '__typename', 'Manager', 'name', _9."name", 'age', _9."age", 'salary', _9."salary"::text,
              'bonus', _9."bonus"::text,
              'contractsByBuyer', json_build_object(
                'totalCount', (select count(*) from "tc_contract" _10 where _10."buyer" = _9.id)
              )
            )
            from "tc_manager" _9
            where _9.id = _1.id
          ) end
        ), '[]'::json
      )
      from (
        select _1.id, _1._class_id, _1."name"
        from (
          select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_person"
          union all select 15 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_company"
          union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_manager"
        ) _1
        order by _1."name", _1.id
        limit 100
      ) _1
    )
  ),
  'people', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          case _11._class_id when 12 then (
            select json_build_object('name', _12."name", 'itself', _12."age")
            from "tc_person" _12
            where _12.id = _11.id
          ) when 13 then (
            select json_build_object('name', _13."name", 'salary', _13."salary"::text, 'rank', 'EmployeeItself')
            from "tc_employee" _13
            where _13.id = _11.id
          ) when 14 then (
            select json_build_object('name', _14."name", 'salary', _14."salary"::text, 'bonus', _14."bonus"::text)
            from "tc_manager" _14
            where _14.id = _11.id
          ) end
        ), '[]'::json
      )
      from (
        select _11.id, _11._class_id, _11."age"
        from (
          select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_person"
          union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_manager"
        ) _11
        order by _11."age" desc nulls last, _11.id desc
        limit 4
      ) _11
    )
  ),
  'managers', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            '__typename', 'Manager', 'name', _15."name", 'salary', _15."salary"::text, 'country', _15."country",
            'age', _15."age", 'id', _15."id"
          )
        ), '[]'::json
      )
      from (
        select _15.id, _15."name", _15."salary", _15."country", _15."age"
        from "tc_manager" _15
        order by _15.id
        limit 100
      ) _15
    )
  ),
  'none', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          case _16._class_id when 12 then (select json_build_object() from "tc_person" _17 where _17.id = _16.id) when 15 then (
            select json_build_object()
            from "tc_company" _18
            where _18.id = _16.id
          ) when 13 then (select json_build_object() from "tc_employee" _19 where _19.id = _16.id) when 14 then (
            select json_build_object('bonus', _20."bonus"::text)
            from "tc_manager" _20
            where _20.id = _16.id
          ) end
        ), '[]'::json
      )
      from (
        select _16.id, _16._class_id
        from (
          select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_person"
          union all select 15 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_company"
          union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_manager"
        ) _16
        order by _16.id
        limit 2
      ) _16
    )
  ),
  'contracts', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'title', _21."title",
            'seller', coalesce(
              (
                select json_build_object(
                  '__typename', 'PersonItself', 'name', _22."name", 'age', _22."age",
                  'contractsByBuyer', json_build_object(
                    'totalCount', (select count(*) from "tc_contract" _23 where _23."buyer" = _22.id)
                  )
                )
                from "tc_person" _22
                where _22.id = _21."seller"
              ),
              (
                select json_build_object(
                  '__typename', 'Company', 'name', _24."name",
                  'employs', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_15_employs" _26 join (
                        select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                        "name" as "name", "country" as "country", "age" as "age"
                        from "tc_person"
                        union all select 13 as _class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age"
                        from "tc_employee"
                        union all select 14 as _class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age"
                        from "tc_manager"
                      ) _25 on _25.id = _26.target_id
                      where _26.source_id = _24.id
                    )
                  )
                )
                from "tc_company" _24
                where _24.id = _21."seller"
              ),
              (
                select json_build_object(
                  '__typename', 'EmployeeItself', 'name', _27."name", 'age', _27."age", 'salary', _27."salary"::text,
                  'rank', 'EmployeeItself', 'contractsByBuyer', json_build_object(
                    'totalCount', (select count(*) from "tc_contract" _28 where _28."buyer" = _27.id)
                  )
                )
                from "tc_employee" _27
                where _27.id = _21."seller"
              ),
              (
                select json_build_object(
                  '__typename', 'Manager', 'name', _29."name", 'age', _29."age", 'salary', _29."salary"::text,
                  'bonus', _29."bonus"::text,
                  'contractsByBuyer', json_build_object(
                    'totalCount', (select count(*) from "tc_contract" _30 where _30."buyer" = _29.id)
                  )
                )
                from "tc_manager" _29
                where _29.id = _21."seller"
              )
            ),
            'buyer', coalesce(
              (select json_build_object('__typename', 'PersonItself') from "tc_person" _31 where _31.id = _21."buyer"),
              (select json_build_object('__typename', 'Company') from "tc_company" _32 where _32.id = _21."buyer"),
              (
                select json_build_object('__typename', 'EmployeeItself')
                from "tc_employee" _33
                where _33.id = _21."buyer"
              ), (select json_build_object('__typename', 'Manager') from "tc_manager" _34 where _34.id = _21."buyer")
            ),
            'signedBy', coalesce(
              (select json_build_object('id', _35."id") from "tc_person" _35 where _35.id = _21."signed_by"),
              (select json_build_object('id', _36."id") from "tc_employee" _36 where _36.id = _21."signed_by"),
              (select json_build_object('id', _37."id") from "tc_manager" _37 where _37.id = _21."signed_by")
            ),
            'handledBy', coalesce(
              (select json_build_object('name', _38."name") from "tc_employee" _38 where _38.id = _21."handled_by"),
              (
                select json_build_object(
                  'name', _39."name", 'bonus', _39."bonus"::text,
                  'boss', coalesce(
                    (select json_build_object('name', _40."name") from "tc_employee" _40 where _40.id = _39."boss"),
                    (select json_build_object('name', _41."name") from "tc_manager" _41 where _41.id = _39."boss")
                  )
                )
                from "tc_manager" _39
                where _39.id = _21."handled_by"
              )
            ), 'haunts', null
          )
        ), '[]'::json
      )
      from (
        select _21.id, _21."title", _21."seller", _21."buyer", _21."signed_by", _21."handled_by", _21."haunts"
        from "tc_contract" _21
        order by _21.id
        limit 100
      ) _21
    )
  )
)
