select concat(
  '{"byParent":{"nodes":[', (
    select string_agg(
      concat(
        '{"plain":', coalesce(thing.json_string(_1."plain"), 'null'),
        ',"parent":', coalesce(
          (
            select concat('{"integer":', coalesce(_3."integer"::text, 'null'), '}')
            from "tc_sample" _3
            where _3.id = _1."parent"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      (
        select _1.id, _1."parent", _1."rank", _1."plain"
        from "tc_sample" _1 join "tc_sample" _2 on _2.id = _1."parent"
        where _2."integer" is not null
        order by _2."integer", _1."rank" desc, _1.id desc
        limit 100
      )
      union all (
        select _1.id, _1."parent", _1."rank", _1."plain"
        from (
          (
            select _1.id, _1."parent", _1."rank", _1."plain"
            from "tc_sample" _1
            where _1."parent" is null
            order by _1."rank" desc, _1.id desc
            limit 100
          )
          union all (
            select _1.id, _1."parent", _1."rank", _1."plain"
            from "tc_sample" _1 join "tc_sample" _2 on _2.id = _1."parent"
            where _2."integer" is null
            order by _1."rank" desc, _1.id desc
            limit 100
          )
        ) _1
        order by _1."rank" desc, _1.id desc
        limit 100
      )
      limit 100
    ) _1
  ),
  ']},"byGrandparent":', (
    select concat(
      '{"nodes":[', string_agg(concat(_7._j1), ',' order by _7._n) filter (where _7._n <= 3),
      '],"pageInfo":{"endCursor":', coalesce('"' || max(_7._c) filter (where _7._n = least(_7._m, 3)) || '"', 'null'),
      '}}'
    )
    from (
      select concat(
        '{"plain":', coalesce(thing.json_string(_4."plain"), 'null'),
        ',"parent":', coalesce(
          (
            select concat(
              '{"parent":', coalesce(
                (
                  select concat('{"rank":', coalesce(_9."rank"::text, 'null'), '}')
                  from "tc_sample" _9
                  where _9.id = _8."parent"
                ), 'null'
              ), '}'
            )
            from "tc_sample" _8
            where _8.id = _4."parent"
          ), 'null'
        ), '}'
      ) as _j1,
      translate(
        encode(
          convert_to(
            json_build_array(
              '02e3d0d7', (
                (
                  select (select _6."rank" from "tc_sample" _6 where _6.id = _5."parent")
                  from "tc_sample" _5
                  where _5.id = _4."parent"
                )
              )::text, (_4.id)::text
            )::text, 'UTF8'
          ), 'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        (
          select _4.id, _4."parent", _4."plain"
          from "tc_sample" _4 join "tc_sample" _5 on _5.id = _4."parent" join "tc_sample" _6 on _6.id = _5."parent"
          where _6."rank" is not null
          order by _6."rank" desc, _4.id desc
          limit 3 + 1
        )
        union all (
          select _4.id, _4."parent", _4."plain"
          from (
            (
              select _4.id, _4."parent", _4."plain"
              from "tc_sample" _4
              where _4."parent" is null
              order by _4.id desc
              limit 3 + 1
            )
            union all (
              select _4.id, _4."parent", _4."plain"
              from "tc_sample" _4 join "tc_sample" _5 on _5.id = _4."parent"
              where _5."parent" is null
              order by _4.id desc
              limit 3 + 1
            )
          ) _4
          order by _4.id desc
          limit 3 + 1
        )
        limit 3 + 1
      ) _4
    ) _7
    having true
  ),
  ',"byTwoOfOne":{"nodes":[', (
    select string_agg(
      concat(
        '{"plain":', coalesce(thing.json_string(_10."plain"), 'null'),
        ',"parent":', coalesce(
          (
            select concat(
              '{"mood":', coalesce(thing.json_string(_12."mood"), 'null'),
              ',"rank":', coalesce(_12."rank"::text, 'null'), '}'
            )
            from "tc_sample" _12
            where _12.id = _10."parent"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _10.id, _10."parent", _10."plain"
      from "tc_sample" _10 left join "tc_sample" _11 on _11.id = _10."parent"
      order by _11."mood" desc, _11."rank", _10.id
      limit 4
    ) _10
  ),
  ']},"byParty":{"nodes":[', (
    select string_agg(
      concat(
        '{"title":', coalesce(thing.json_string(_13."title"), 'null'),
        ',"seller":', coalesce(
          (
            select concat('{"name":', coalesce(thing.json_string(_15."name"), 'null'), '}')
            from "tc_person" _15
            where _15.id = _13."seller"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_16."name"), 'null'), '}')
            from "tc_company" _16
            where _16.id = _13."seller"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_17."name"), 'null'), '}')
            from "tc_employee" _17
            where _17.id = _13."seller"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_18."name"), 'null'), '}')
            from "tc_manager" _18
            where _18.id = _13."seller"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _13.id, _13."seller", _13."title"
      from "tc_contract" _13 join (
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
      ) _14 on _14.id = _13."seller"
      order by _14."name" desc, _13.id desc
      limit 100
    ) _13
  ),
  ']},"byBoss":{"nodes":[', (
    select string_agg(
      concat(
        '{"title":', coalesce(thing.json_string(_19."title"), 'null'),
        ',"handledBy":', coalesce(
          (
            select concat(
              '{"name":', coalesce(thing.json_string(_22."name"), 'null'),
              ',"boss":', coalesce(
                (
                  select concat('{"name":', coalesce(thing.json_string(_23."name"), 'null'), '}')
                  from "tc_employee" _23
                  where _23.id = _22."boss"
                ),
                (
                  select concat('{"name":', coalesce(thing.json_string(_24."name"), 'null'), '}')
                  from "tc_manager" _24
                  where _24.id = _22."boss"
                ), 'null'
              ), '}'
            )
            from "tc_employee" _22
            where _22.id = _19."handled_by"
          ),
          (
            select concat(
              '{"name":', coalesce(thing.json_string(_25."name"), 'null'),
              ',"boss":', coalesce(
                (
                  select concat('{"name":', coalesce(thing.json_string(_26."name"), 'null'), '}')
                  from "tc_employee" _26
                  where _26.id = _25."boss"
                ),
                (
                  select concat('{"name":', coalesce(thing.json_string(_27."name"), 'null'), '}')
                  from "tc_manager" _27
                  where _27.id = _25."boss"
                ), 'null'
              ), '}'
            )
            from "tc_manager" _25
            where _25.id = _19."handled_by"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _19.id, _19."handled_by", _19."title"
      from "tc_contract" _19 left join (
        select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_employee"
        union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_manager"
      ) _20 on _20.id = _19."handled_by" left join (
        select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_employee"
        union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_manager"
      ) _21 on _21.id = _20."boss"
      order by _21."name", _19.id
      limit 100
    ) _19
  ),
  ']},"nothing":{"nodes":[', (
    select string_agg(concat('{"rank":', coalesce(_28."rank"::text, 'null'), '}'), ',')
    from (select _28.id, _28."rank" from "tc_sample" _28 order by _28.id limit 2) _28
  ),
  ']},"nulls":{"nodes":[', (
    select string_agg(concat('{"rank":', coalesce(_29."rank"::text, 'null'), '}'), ',')
    from (select _29.id, _29."rank" from "tc_sample" _29 order by _29.id limit 2) _29
  ), ']}}'
)
