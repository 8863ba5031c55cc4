select concat(
  '{"parties":{"nodes":[', (
    select string_agg(
      concat(
        coalesce(
          case _1._class_id when 12 then (
            select concat(
              '{"__typename":"PersonItself","name":', coalesce(thing.json_string(_2."name"), 'null'),
              ',"age":', coalesce(_2."age"::text, 'null'),
              ',"contractsByBuyer":{"totalCount":', coalesce(
                to_json((select count(*) from "tc_contract" _3 where _3."buyer" = _2.id)), 'null'
              ), '}}'
            )
            from "tc_person" _2
            where _2.id = _1.id
          ) when 15 then (
            select concat(
              '{"__typename":"Company","name":', coalesce(thing.json_string(_4."name"), 'null'),
              ',"employs":{"totalCount":', coalesce(
                to_json(
                  (
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
                ), 'null'
              ), '}}'
            )
            from "tc_company" _4
            where _4.id = _1.id
          ) when 13 then (
            select concat(
              '{"__typename":"EmployeeItself","name":', coalesce(thing.json_string(_7."name"), 'null'),
              ',"age":', coalesce(_7."age"::text, 'null'),
              ',"salary":', coalesce('"' || _7."salary"::text || '"', 'null'),
              ',"rank":"EmployeeItself","contractsByBuyer":{"totalCount":', coalesce(
                to_json((select count(*) from "tc_contract" _8 where _8."buyer" = _7.id)), 'null'
              ), '}}'
            )
            from "tc_employee" _7
            where _7.id = _1.id
          ) when 14 then (
            select concat(
              '{"__typename":"Manager","name":', coalesce(thing.json_string(_9."name"), 'null'),
              ',"age":', coalesce(_9."age"::text, 'null'),
              ',"salary":', coalesce('"' || _9."salary"::text || '"', 'null'),
              ',"bonus":', coalesce('"' || _9."bonus"::text || '"', 'null'),
              ',"contractsByBuyer":{"totalCount":', coalesce(
                to_json((select count(*) from "tc_contract" _10 where _10."buyer" = _9.id)), 'null'
              ), '}}'
            )
            from "tc_manager" _9
            where _9.id = _1.id
          ) end, 'null'
        )
      ), ','
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
  ),
  ']},"people":{"nodes":[', (
    select string_agg(
      concat(
        coalesce(
          case _11._class_id when 12 then (
            select concat(
              '{"name":', coalesce(thing.json_string(_12."name"), 'null'),
              ',"itself":', coalesce(_12."age"::text, 'null'), '}'
            )
            from "tc_person" _12
            where _12.id = _11.id
          ) when 13 then (
            select concat(
              '{"name":', coalesce(thing.json_string(_13."name"), 'null'),
              ',"salary":', coalesce('"' || _13."salary"::text || '"', 'null'), ',"rank":"EmployeeItself"}'
            )
            from "tc_employee" _13
            where _13.id = _11.id
          ) when 14 then (
            select concat(
              '{"name":', coalesce(thing.json_string(_14."name"), 'null'),
              ',"salary":', coalesce('"' || _14."salary"::text || '"', 'null'),
              ',"bonus":', coalesce('"' || _14."bonus"::text || '"', 'null'), '}'
            )
            from "tc_manager" _14
            where _14.id = _11.id
          ) end, 'null'
        )
      ), ','
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
  ),
  ']},"managers":{"nodes":[', (
    select string_agg(
      concat(
        '{"__typename":"Manager","name":', coalesce(thing.json_string(_15."name"), 'null'),
        ',"salary":', coalesce('"' || _15."salary"::text || '"', 'null'),
        ',"country":', coalesce(thing.json_string(_15."country"), 'null'),
        ',"age":', coalesce(_15."age"::text, 'null'), ',"id":"', _15.id, '"}'
      ), ','
    )
    from (
      select _15.id, _15."name", _15."salary", _15."country", _15."age"
      from "tc_manager" _15
      order by _15.id
      limit 100
    ) _15
  ),
  ']},"none":{"nodes":[', (
    select string_agg(
      concat(
        coalesce(
          case _16._class_id when 12 then (select concat('{}') from "tc_person" _17 where _17.id = _16.id) when 15 then (
            select concat('{}')
            from "tc_company" _18
            where _18.id = _16.id
          ) when 13 then (select concat('{}') from "tc_employee" _19 where _19.id = _16.id) when 14 then (
            select concat('{"bonus":', coalesce('"' || _20."bonus"::text || '"', 'null'), '}')
            from "tc_manager" _20
            where _20.id = _16.id
          ) end, 'null'
        )
      ), ','
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
  ),
  ']},"contracts":{"nodes":[', (
    select string_agg(
      concat(
        '{"title":', coalesce(thing.json_string(_21."title"), 'null'),
        ',"seller":', coalesce(
          (
            select concat(
              '{"__typename":"PersonItself","name":', coalesce(thing.json_string(_22."name"), 'null'),
              ',"age":', coalesce(_22."age"::text, 'null'),
              ',"contractsByBuyer":{"totalCount":', coalesce(
                to_json((select count(*) from "tc_contract" _23 where _23."buyer" = _22.id)), 'null'
              ), '}}'
            )
            from "tc_person" _22
            where _22.id = _21."seller"
          ),
          (
            select concat(
              '{"__typename":"Company","name":', coalesce(thing.json_string(_24."name"), 'null'),
              ',"employs":{"totalCount":', coalesce(
                to_json(
                  (
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
                ), 'null'
              ), '}}'
            )
            from "tc_company" _24
            where _24.id = _21."seller"
          ),
          (
            select concat(
              '{"__typename":"EmployeeItself","name":', coalesce(thing.json_string(_27."name"), 'null'),
              ',"age":', coalesce(_27."age"::text, 'null'),
              ',"salary":', coalesce('"' || _27."salary"::text || '"', 'null'),
              ',"rank":"EmployeeItself","contractsByBuyer":{"totalCount":', coalesce(
                to_json((select count(*) from "tc_contract" _28 where _28."buyer" = _27.id)), 'null'
              ), '}}'
            )
            from "tc_employee" _27
            where _27.id = _21."seller"
          ),
          (
            select concat(
              '{"__typename":"Manager","name":', coalesce(thing.json_string(_29."name"), 'null'),
              ',"age":', coalesce(_29."age"::text, 'null'),
              ',"salary":', coalesce('"' || _29."salary"::text || '"', 'null'),
              ',"bonus":', coalesce('"' || _29."bonus"::text || '"', 'null'),
              ',"contractsByBuyer":{"totalCount":', coalesce(
                to_json((select count(*) from "tc_contract" _30 where _30."buyer" = _29.id)), 'null'
              ), '}}'
            )
            from "tc_manager" _29
            where _29.id = _21."seller"
          ), 'null'
        ),
        ',"buyer":', coalesce(
          (select concat('{"__typename":"PersonItself"}') from "tc_person" _31 where _31.id = _21."buyer"),
          (select concat('{"__typename":"Company"}') from "tc_company" _32 where _32.id = _21."buyer"),
          (select concat('{"__typename":"EmployeeItself"}') from "tc_employee" _33 where _33.id = _21."buyer"),
          (select concat('{"__typename":"Manager"}') from "tc_manager" _34 where _34.id = _21."buyer"), 'null'
        ),
        ',"signedBy":', coalesce(
          (select concat('{"id":"', _35.id, '"}') from "tc_person" _35 where _35.id = _21."signed_by"),
          (select concat('{"id":"', _36.id, '"}') from "tc_employee" _36 where _36.id = _21."signed_by"),
          (select concat('{"id":"', _37.id, '"}') from "tc_manager" _37 where _37.id = _21."signed_by"), 'null'
        ),
        ',"handledBy":', coalesce(
          (
            select concat('{"name":', coalesce(thing.json_string(_38."name"), 'null'), '}')
            from "tc_employee" _38
            where _38.id = _21."handled_by"
          ),
          (
            select concat(
              '{"name":', coalesce(thing.json_string(_39."name"), 'null'),
              ',"bonus":', coalesce('"' || _39."bonus"::text || '"', 'null'),
              ',"boss":', coalesce(
                (
                  select concat('{"name":', coalesce(thing.json_string(_40."name"), 'null'), '}')
                  from "tc_employee" _40
                  where _40.id = _39."boss"
                ),
                (
                  select concat('{"name":', coalesce(thing.json_string(_41."name"), 'null'), '}')
                  from "tc_manager" _41
                  where _41.id = _39."boss"
                ), 'null'
              ), '}'
            )
            from "tc_manager" _39
            where _39.id = _21."handled_by"
          ), 'null'
        ), ',"haunts":null}'
      ), ','
    )
    from (
      select _21.id, _21."title", _21."seller", _21."buyer", _21."signed_by", _21."handled_by", _21."haunts"
      from "tc_contract" _21
      order by _21.id
      limit 100
    ) _21
  ), ']}}'
)
