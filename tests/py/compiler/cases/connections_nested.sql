select json_build_object(
  'companies', (
    select json_build_object(
      'totalCount', (select count(*) from "tc_company" _3),
      'nodes', coalesce(json_agg(_2._j1 order by _2._n) filter (where _2._n <= 5), '[]'::json)
    )
    from (
      select json_build_object(
        'name', _1."name",
        'employs', (
          select json_build_object(
            'totalCount', (
              select count(*)
              from "tj_15_employs" _8 join (
                select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_person"
                union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_employee"
                union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_manager"
              ) _7 on _7.id = _8.target_id
              where _8.source_id = _1.id
            ), 'nodes', coalesce(json_agg(_6._j1 order by _6._n) filter (where _6._n <= 20), '[]'::json)
          )
          from (
            select case _4._class_id when 12 then (
              select json_build_object('name', _9."name", 'age', _9."age")
              from "tc_person" _9
              where _9.id = _4.id
            ) when 13 then (
              select json_build_object(
                'name', _10."name", 'age', _10."age", 'salary', _10."salary"::text,
                'boss', coalesce(
                  (select json_build_object('name', _11."name") from "tc_employee" _11 where _11.id = _10."boss"),
                  (select json_build_object('name', _12."name") from "tc_manager" _12 where _12.id = _10."boss")
                )
              )
              from "tc_employee" _10
              where _10.id = _4.id
            ) when 14 then (
              select json_build_object(
                'name', _13."name", 'age', _13."age", 'salary', _13."salary"::text,
                'boss', coalesce(
                  (select json_build_object('name', _14."name") from "tc_employee" _14 where _14.id = _13."boss"),
                  (select json_build_object('name', _15."name") from "tc_manager" _15 where _15.id = _13."boss")
                )
              )
              from "tc_manager" _13
              where _13.id = _4.id
            ) end as _j1, row_number() over () as _n, count(*) over () as _m
            from (
              select _4.id, _4._class_id, _4."age"
              from "tj_15_employs" _5 join (
                select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_person"
                union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_employee"
                union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_manager"
              ) _4 on _4.id = _5.target_id
              where _5.source_id = _1.id
              order by _4."age" desc nulls last, _4.id desc
              limit 20 + 1
            ) _4
          ) _6
          having true
        ),
        'young', (
          select json_build_object(
            'edges', coalesce(
              json_agg(json_build_object('node', _18._j1, 'cursor', _18._c) order by _18._n) filter (
                where _18._n <= 1
              ), '[]'::json
            ), 'pageInfo', json_build_object('hasNextPage', (coalesce(max(_18._m) > 1, false))),
            'totalCount', (
              select count(*)
              from "tj_15_employs" _20 join (
                select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_person"
                union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_employee"
                union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_manager"
              ) _19 on _19.id = _20.target_id
              where _20.source_id = _1.id
              and _19."age" < ($1::text::integer)
            )
          )
          from (
            select json_build_object('name', _16."name") as _j1,
            translate(
              encode(convert_to(json_build_array('fd923d1d', (_16.id)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
            ) as _c, row_number() over () as _n, count(*) over () as _m
            from (
              select _16.id, _16._class_id, _16."name", _16."age"
              from "tj_15_employs" _17 join (
                select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_person"
                union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_employee"
                union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age"
                from "tc_manager"
              ) _16 on _16.id = _17.target_id
              where _17.source_id = _1.id
              and _16."age" < ($1::text::integer)
              order by _16.id
              limit 1 + 1
            ) _16
          ) _18
          having true
        ),
        'contracts', json_build_object(
          'nodes', (
            select coalesce(json_agg(json_build_object('title', _21."title")), '[]'::json)
            from (
              select _21.id, _21."seller", _21."title"
              from "tc_contract" _21
              where _21."seller" = _1.id
              order by _21.id
              limit 20
            ) _21
          )
        ),
        'sold', json_build_object(
          'nodes', (
            select coalesce(json_agg(_p._j order by _p._n desc), '[]'::json)
            from (
              select json_build_object(
                'title', _22."title",
                'witnesses', json_build_object(
                  'nodes', (
                    select coalesce(
                      json_agg(
                        case _23._class_id when 12 then (
                          select json_build_object('__typename', 'PersonItself', 'name', _25."name")
                          from "tc_person" _25
                          where _25.id = _23.id
                        ) when 15 then (
                          select json_build_object(
                            '__typename', 'Company', 'name', _26."name", 'country', _26."country"
                          )
                          from "tc_company" _26
                          where _26.id = _23.id
                        ) when 13 then (
                          select json_build_object('__typename', 'EmployeeItself', 'name', _27."name")
                          from "tc_employee" _27
                          where _27.id = _23.id
                        ) when 14 then (
                          select json_build_object('__typename', 'Manager', 'name', _28."name")
                          from "tc_manager" _28
                          where _28.id = _23.id
                        ) end
                      ), '[]'::json
                    )
                    from (
                      select _23.id, _23._class_id
                      from "tj_17_witnesses" _24 join (
                        select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                        "name" as "name", "country" as "country"
                        from "tc_person"
                        union all select 15 as _class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country"
                        from "tc_company"
                        union all select 13 as _class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country"
                        from "tc_employee"
                        union all select 14 as _class_id, "id" as "id", "version" as "version",
                        "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                        "updated_by" as "updated_by", "name" as "name", "country" as "country"
                        from "tc_manager"
                      ) _23 on _23.id = _24.target_id
                      where _24.source_id = _22.id
                      order by _23.id
                      limit 20
                    ) _23
                  )
                )
              ) as _j, row_number() over () as _n
              from (
                select _22.id, _22."seller", _22."title"
                from "tc_contract" _22
                where _22."seller" = _1.id
                order by _22.id desc
                limit 1
              ) _22
            ) _p
          )
        ),
        'contractsByBuyer', json_build_object(
          'totalCount', (select count(*) from "tc_contract" _29 where _29."buyer" = _1.id)
        ),
        'contractsByWitnesses', json_build_object(
          'nodes', (
            select coalesce(json_agg(json_build_object('title', _30."title")), '[]'::json)
            from (
              select _30.id, _30."title"
              from "tj_17_witnesses" _31 join "tc_contract" _30 on _30.id = _31.source_id
              where _31.target_id = _1.id
              order by _30.id
              limit 20
            ) _30
          )
        )
      ) as _j1, row_number() over () as _n, count(*) over () as _m
      from (select _1.id, _1."name" from "tc_company" _1 order by _1.id limit 5 + 1) _1
    ) _2
    having true
  ),
  'samples', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'plain', _32."plain",
            'friends', (
              select json_build_object(
                'nodes', coalesce(json_agg(_35._j1 order by _35._n) filter (where _35._n <= 20), '[]'::json),
                'totalCount', (
                  select count(*)
                  from "tj_10_friends" _38 join "tc_sample" _37 on _37.id = _38.target_id
                  where _38.source_id = _32.id
                )
              )
              from (
                select json_build_object(
                  'plain', _33."plain",
                  'parent', (
                    select json_build_object('plain', _36."plain")
                    from "tc_sample" _36
                    where _36.id = _33."parent"
                  )
                ) as _j1, row_number() over () as _n, count(*) over () as _m
                from (
                  select _33.id, _33."rank", _33."plain", _33."parent"
                  from "tj_10_friends" _34 join "tc_sample" _33 on _33.id = _34.target_id
                  where _34.source_id = _32.id
                  order by _33."rank" desc, _33.id desc
                  limit 20 + 1
                ) _33
              ) _35
              having true
            ),
            'samples', (
              select json_build_object(
                'nodes', coalesce(json_agg(_40._j1 order by _40._n) filter (where _40._n <= 2), '[]'::json),
                'pageInfo', json_build_object('hasNextPage', (coalesce(max(_40._m) > 2, false)))
              )
              from (
                select json_build_object(
                  'plain', _39."plain",
                  'samples', json_build_object(
                    'nodes', (
                      select coalesce(json_agg(json_build_object('plain', _41."plain")), '[]'::json)
                      from (
                        select _41.id, _41."parent", _41."plain"
                        from "tc_sample" _41
                        where _41."parent" = _39.id
                        order by _41.id
                        limit 1
                      ) _41
                    )
                  )
                ) as _j1, row_number() over () as _n, count(*) over () as _m
                from (
                  select _39.id, _39."parent", _39."plain"
                  from "tc_sample" _39
                  where _39."parent" = _32.id
                  order by _39.id
                  limit 2 + 1
                ) _39
              ) _40
              having true
            ),
            'samplesByFriends', json_build_object(
              'nodes', (
                select coalesce(json_agg(json_build_object('plain', _42."plain")), '[]'::json)
                from (
                  select _42.id, _42."plain"
                  from "tj_10_friends" _43 join "tc_sample" _42 on _42.id = _43.source_id
                  where _43.target_id = _32.id
                  order by _42.id
                  limit 20
                ) _42
              )
            ),
            'things', json_build_object(
              'nodes', (
                select coalesce(json_agg(_n._j), '[]'::json)
                from (
                  select (
                    select case _45.class_id when 17 then (
                      select json_build_object('id', _46."id", '__typename', 'Contract', 'title', _46."title")
                      from "tc_contract" _46
                      where _46.id = _45.id
                    ) when 12 then (
                      select json_build_object('id', _47."id", '__typename', 'PersonItself', 'age', _47."age")
                      from "tc_person" _47
                      where _47.id = _45.id
                    ) when 13 then (
                      select json_build_object('id', _48."id", '__typename', 'EmployeeItself', 'age', _48."age")
                      from "tc_employee" _48
                      where _48.id = _45.id
                    ) when 14 then (
                      select json_build_object('id', _49."id", '__typename', 'Manager', 'age', _49."age")
                      from "tc_manager" _49
                      where _49.id = _45.id
                    ) else json_build_object(
                      'id', _45.id,
                      '__typename', (
                        select _c.name || case when not _c.abstract
                        and exists (
                          select
                          from thing_classes _k
                          where _k.extends_id = _c.id
                          and _k.dropped_version is null
                        ) then 'Itself' else '' end
                        from thing_classes _c
                        where _c.id = _45.class_id
                      )
                    ) end
                    from thing_instances _45
                    where _45.id = _44.target_id
                  ) as _j
                  from "tj_10_things" _44
                  where _44.source_id = _32.id
                  order by _44.target_id
                  limit 20
                ) _n
              ), 'totalCount', (select count(*) from "tj_10_things" _44 where _44.source_id = _32.id)
            ),
            'few', json_build_object(
              'nodes', (
                select coalesce(json_agg(_n._j), '[]'::json)
                from (
                  select (
                    select json_build_object(
                      '__typename', (
                        select _c.name || case when not _c.abstract
                        and exists (
                          select
                          from thing_classes _k
                          where _k.extends_id = _c.id
                          and _k.dropped_version is null
                        ) then 'Itself' else '' end
                        from thing_classes _c
                        where _c.id = _51.class_id
                      )
                    )
                    from thing_instances _51
                    where _51.id = _50.target_id
                  ) as _j
                  from "tj_10_things" _50
                  where _50.source_id = _32.id
                  order by _50.target_id
                  limit 1 offset 1
                ) _n
              )
            )
          )
        ), '[]'::json
      )
      from (select _32.id, _32."plain" from "tc_sample" _32 order by _32.id limit 3) _32
    )
  )
)
