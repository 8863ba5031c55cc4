select concat(
  '{"companies":', (
    select concat(
      '{"totalCount":', coalesce(to_json((select count(*) from "tc_company" _3)), 'null'),
      ',"nodes":[', string_agg(concat(_2._j1), ',' order by _2._n) filter (where _2._n <= 5), ']}'
    )
    from (
      select concat(
        '{"name":', coalesce(thing.json_string(_1."name"), 'null'),
        ',"employs":', (
          select concat(
            '{"totalCount":', coalesce(
              to_json(
                (
                  select count(*)
                  from "tj_15_employs" _8 join (
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
                  ) _7 on _7.id = _8.target_id
                  where _8.source_id = _1.id
                )
              ), 'null'
            ), ',"nodes":[', string_agg(concat(_6._j1), ',' order by _6._n) filter (where _6._n <= 20), ']}'
          )
          from (
            select concat(
              coalesce(
                case _4._class_id when 12 then (
                  select concat(
                    '{"name":', coalesce(thing.json_string(_9."name"), 'null'),
                    ',"age":', coalesce(_9."age"::text, 'null'), '}'
                  )
                  from "tc_person" _9
                  where _9.id = _4.id
                ) when 13 then (
                  select concat(
                    '{"name":', coalesce(thing.json_string(_10."name"), 'null'),
                    ',"age":', coalesce(_10."age"::text, 'null'),
                    ',"salary":', coalesce('"' || _10."salary"::text || '"', 'null'),
                    ',"boss":', coalesce(
                      (
                        select concat('{"name":', coalesce(thing.json_string(_11."name"), 'null'), '}')
                        from "tc_employee" _11
                        where _11.id = _10."boss"
                      ),
                      (
                        select concat('{"name":', coalesce(thing.json_string(_12."name"), 'null'), '}')
                        from "tc_manager" _12
                        where _12.id = _10."boss"
                      ), 'null'
                    ), '}'
                  )
                  from "tc_employee" _10
                  where _10.id = _4.id
                ) when 14 then (
                  select concat(
                    '{"name":', coalesce(thing.json_string(_13."name"), 'null'),
                    ',"age":', coalesce(_13."age"::text, 'null'),
                    ',"salary":', coalesce('"' || _13."salary"::text || '"', 'null'),
                    ',"boss":', coalesce(
                      (
                        select concat('{"name":', coalesce(thing.json_string(_14."name"), 'null'), '}')
                        from "tc_employee" _14
                        where _14.id = _13."boss"
                      ),
                      (
                        select concat('{"name":', coalesce(thing.json_string(_15."name"), 'null'), '}')
                        from "tc_manager" _15
                        where _15.id = _13."boss"
                      ), 'null'
                    ), '}'
                  )
                  from "tc_manager" _13
                  where _13.id = _4.id
                ) end, 'null'
              )
            ) as _j1, row_number() over () as _n, count(*) over () as _m
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
        ',"young":', (
          select concat(
            '{"edges":[', string_agg(
              concat('{"node":', _18._j1, ',"cursor":', coalesce('"' || _18._c || '"', 'null'), '}'), ','
              order by _18._n
            ) filter (where _18._n <= 1),
            '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_18._m) > 1, false))::text, 'null'),
            '},"totalCount":', coalesce(
              to_json(
                (
                  select count(*)
                  from "tj_15_employs" _20 join (
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
                  ) _19 on _19.id = _20.target_id
                  where _20.source_id = _1.id
                  and _19."age" < ($1::text::integer)
                )
              ), 'null'
            ), '}'
          )
          from (
            select concat('{"name":', coalesce(thing.json_string(_16."name"), 'null'), '}') as _j1,
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
        ',"contracts":{"nodes":[', (
          select string_agg(concat('{"title":', coalesce(thing.json_string(_21."title"), 'null'), '}'), ',')
          from (
            select _21.id, _21."seller", _21."title"
            from "tc_contract" _21
            where _21."seller" = _1.id
            order by _21.id
            limit 20
          ) _21
        ),
        ']},"sold":{"nodes":[', (
          select string_agg(concat(_p._j), ',' order by _p._n desc)
          from (
            select concat(
              '{"title":', coalesce(thing.json_string(_22."title"), 'null'),
              ',"witnesses":{"nodes":[', (
                select string_agg(
                  concat(
                    coalesce(
                      case _23._class_id when 12 then (
                        select concat(
                          '{"__typename":"PersonItself","name":', coalesce(thing.json_string(_25."name"), 'null'), '}'
                        )
                        from "tc_person" _25
                        where _25.id = _23.id
                      ) when 15 then (
                        select concat(
                          '{"__typename":"Company","name":', coalesce(thing.json_string(_26."name"), 'null'),
                          ',"country":', coalesce(thing.json_string(_26."country"), 'null'), '}'
                        )
                        from "tc_company" _26
                        where _26.id = _23.id
                      ) when 13 then (
                        select concat(
                          '{"__typename":"EmployeeItself","name":', coalesce(thing.json_string(_27."name"), 'null'),
                          '}'
                        )
                        from "tc_employee" _27
                        where _27.id = _23.id
                      ) when 14 then (
                        select concat(
                          '{"__typename":"Manager","name":', coalesce(thing.json_string(_28."name"), 'null'), '}'
                        )
                        from "tc_manager" _28
                        where _28.id = _23.id
                      ) end, 'null'
                    )
                  ), ','
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
              ), ']}}'
            ) as _j, row_number() over () as _n
            from (
              select _22.id, _22."seller", _22."title"
              from "tc_contract" _22
              where _22."seller" = _1.id
              order by _22.id desc
              limit 1
            ) _22
          ) _p
        ),
        ']},"contractsByBuyer":{"totalCount":', coalesce(
          to_json((select count(*) from "tc_contract" _29 where _29."buyer" = _1.id)), 'null'
        ),
        '},"contractsByWitnesses":{"nodes":[', (
          select string_agg(concat('{"title":', coalesce(thing.json_string(_30."title"), 'null'), '}'), ',')
          from (
            select _30.id, _30."title"
            from "tj_17_witnesses" _31 join "tc_contract" _30 on _30.id = _31.source_id
            where _31.target_id = _1.id
            order by _30.id
            limit 20
          ) _30
        ), ']}}'
      ) as _j1, row_number() over () as _n, count(*) over () as _m
      from (select _1.id, _1."name" from "tc_company" _1 order by _1.id limit 5 + 1) _1
    ) _2
    having true
  ),
  ',"samples":{"nodes":[', (
    select string_agg(
      concat(
        '{"plain":', coalesce(thing.json_string(_32."plain"), 'null'),
        ',"friends":', (
          select concat(
            '{"nodes":[', string_agg(concat(_35._j1), ',' order by _35._n) filter (where _35._n <= 20),
            '],"totalCount":', coalesce(
              to_json(
                (
                  select count(*)
                  from "tj_10_friends" _38 join "tc_sample" _37 on _37.id = _38.target_id
                  where _38.source_id = _32.id
                )
              ), 'null'
            ), '}'
          )
          from (
            select concat(
              '{"plain":', coalesce(thing.json_string(_33."plain"), 'null'),
              ',"parent":', coalesce(
                (
                  select concat('{"plain":', coalesce(thing.json_string(_36."plain"), 'null'), '}')
                  from "tc_sample" _36
                  where _36.id = _33."parent"
                ), 'null'
              ), '}'
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
        ',"samples":', (
          select concat(
            '{"nodes":[', string_agg(concat(_40._j1), ',' order by _40._n) filter (where _40._n <= 2),
            '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_40._m) > 2, false))::text, 'null'), '}}'
          )
          from (
            select concat(
              '{"plain":', coalesce(thing.json_string(_39."plain"), 'null'),
              ',"samples":{"nodes":[', (
                select string_agg(concat('{"plain":', coalesce(thing.json_string(_41."plain"), 'null'), '}'), ',')
                from (
                  select _41.id, _41."parent", _41."plain"
                  from "tc_sample" _41
                  where _41."parent" = _39.id
                  order by _41.id
                  limit 1
                ) _41
              ), ']}}'
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
        ',"samplesByFriends":{"nodes":[', (
          select string_agg(concat('{"plain":', coalesce(thing.json_string(_42."plain"), 'null'), '}'), ',')
          from (
            select _42.id, _42."plain"
            from "tj_10_friends" _43 join "tc_sample" _42 on _42.id = _43.source_id
            where _43.target_id = _32.id
            order by _42.id
            limit 20
          ) _42
        ),
        ']},"things":{"nodes":[', (
          select string_agg(concat(_n._j), ',')
          from (
            select concat(
              coalesce(
                (
                  select case _45.class_id when 17 then (
                    select concat(
                      '{"id":"', _46.id,
                      '","__typename":"Contract","title":', coalesce(thing.json_string(_46."title"), 'null'), '}'
                    )
                    from "tc_contract" _46
                    where _46.id = _45.id
                  ) when 12 then (
                    select concat(
                      '{"id":"', _47.id, '","__typename":"PersonItself","age":', coalesce(_47."age"::text, 'null'),
                      '}'
                    )
                    from "tc_person" _47
                    where _47.id = _45.id
                  ) when 13 then (
                    select concat(
                      '{"id":"', _48.id, '","__typename":"EmployeeItself","age":', coalesce(_48."age"::text, 'null'),
                      '}'
                    )
                    from "tc_employee" _48
                    where _48.id = _45.id
                  ) when 14 then (
                    select concat(
                      '{"id":"', _49.id, '","__typename":"Manager","age":', coalesce(_49."age"::text, 'null'), '}'
                    )
                    from "tc_manager" _49
                    where _49.id = _45.id
                  ) else concat(
                    '{"id":"', _45.id,
                    '","__typename":', coalesce(
                      '"' || (
                        select _c.name || case when not _c.abstract
                        and exists (
                          select
                          from thing_classes _k
                          where _k.extends_id = _c.id
                          and _k.dropped_version is null
                        ) then 'Itself' else '' end
                        from thing_classes _c
                        where _c.id = _45.class_id
                      ) || '"', 'null'
                    ), '}'
                  ) end
                  from thing_instances _45
                  where _45.id = _44.target_id
                ), 'null'
              )
            ) as _j
            from "tj_10_things" _44
            where _44.source_id = _32.id
            order by _44.target_id
            limit 20
          ) _n
        ),
        '],"totalCount":', coalesce(
          to_json((select count(*) from "tj_10_things" _44 where _44.source_id = _32.id)), 'null'
        ),
        '},"few":{"nodes":[', (
          select string_agg(concat(_n._j), ',')
          from (
            select concat(
              coalesce(
                (
                  select concat(
                    '{"__typename":', coalesce(
                      '"' || (
                        select _c.name || case when not _c.abstract
                        and exists (
                          select
                          from thing_classes _k
                          where _k.extends_id = _c.id
                          and _k.dropped_version is null
                        ) then 'Itself' else '' end
                        from thing_classes _c
                        where _c.id = _51.class_id
                      ) || '"', 'null'
                    ), '}'
                  )
                  from thing_instances _51
                  where _51.id = _50.target_id
                ), 'null'
              )
            ) as _j
            from "tj_10_things" _50
            where _50.source_id = _32.id
            order by _50.target_id
            limit 1 offset 1
          ) _n
        ), ']}}'
      ), ','
    )
    from (select _32.id, _32."plain" from "tc_sample" _32 order by _32.id limit 3) _32
  ), ']}}'
)
