select concat(
  '{"party":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_1."name"), 'null'),
        ',"__typename":', coalesce(
          '"' || case _1._class_id when 12 then 'PersonItself' when 15 then 'Company' when 13 then 'EmployeeItself' when 14 then 'Manager' end || '"', 'null'
        ), '}'
      ), ','
    )
    from (
      select _1.id, _1._class_id, _1."name", _1."country"
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
      where _1."country" = ($1::text)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"person":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_2."name"), 'null'),
        ',"__typename":', coalesce(
          '"' || case _2._class_id when 12 then 'PersonItself' when 13 then 'EmployeeItself' when 14 then 'Manager' end || '"', 'null'
        ), '}'
      ), ','
    )
    from (
      select _2.id, _2._class_id, _2."name", _2."age", _2."country"
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
      ) _2
      where ((_2."age" >= ($2::text::integer)) or (_2."country" is null))
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"sellers":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_3."name"), 'null'), '}'), ',')
    from (
      select _3.id, _3._class_id, _3."name"
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
      ) _3
      where exists (
        select
        from "tc_contract" _4
        where _4."seller" = _3.id
        and _4."title" = any (($3::text[])::text[])
      )
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"buyers":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_5."name"), 'null'), '}'), ',')
    from (
      select _5.id, _5._class_id, _5."name"
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
      ) _5
      where exists (
        select
        from "tc_contract" _6
        where _6."buyer" = _5.id
        and exists (
          select
          from (
            select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_person"
            union all select 15 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_company"
            union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_employee"
            union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_manager"
          ) _7
          where _7.id = _6."seller"
          and _7."name" = ($4::text)
        )
      )
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"noBuyers":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_8."name"), 'null'), '}'), ',')
    from (
      select _8.id, _8._class_id, _8."name"
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
      ) _8
      where not exists (select from "tc_contract" _9 where _9."buyer" = _8.id)
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"witnesses":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_10."name"), 'null'), '}'), ',')
    from (
      select _10.id, _10._class_id, _10."name"
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
      ) _10
      where exists (
        select
        from "tj_17_witnesses" _12 join "tc_contract" _11 on _11.id = _12.source_id
        where _12.target_id = _10.id
      )
      order by _10.id
      limit 100
    ) _10
  ),
  ']},"employers":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_13."name"), 'null'), '}'), ',')
    from (
      select _13.id, _13."name"
      from "tc_company" _13
      where exists (
        select
        from "tj_15_employs" _15 join (
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
        ) _14 on _14.id = _15.target_id
        where _15.source_id = _13.id
        and _14."age" > ($5::text::integer)
      )
      order by _13.id
      limit 100
    ) _13
  ),
  ']},"allOld":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_16."name"), 'null'), '}'), ',')
    from (
      select _16.id, _16."name"
      from "tc_company" _16
      where not exists (
        select
        from "tj_15_employs" _18 join (
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
        ) _17 on _17.id = _18.target_id
        where _18.source_id = _16.id
        and (_17."age" > ($6::text::integer)) is not true
      )
      order by _16.id
      limit 100
    ) _16
  ),
  ']},"employed":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_19."name"), 'null'), '}'), ',')
    from (
      select _19.id, _19._class_id, _19."name"
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
      ) _19
      where exists (
        select
        from "tj_15_employs" _21 join "tc_company" _20 on _20.id = _21.source_id
        where _21.target_id = _19.id
        and _20."name" = ($7::text)
      )
      order by _19.id
      limit 100
    ) _19
  ),
  ']},"bosses":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_22."name"), 'null'),
        ',"__typename":', coalesce(
          '"' || case _22._class_id when 13 then 'EmployeeItself' when 14 then 'Manager' end || '"', 'null'
        ), '}'
      ), ','
    )
    from (
      select _22.id, _22._class_id, _22."name"
      from (
        select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_employee"
        union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_manager"
      ) _22
      where exists (
        select
        from (
          select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_manager"
        ) _23
        where _23."boss" = _22.id
      )
      order by _22.id
      limit 100
    ) _22
  ),
  ']},"bossed":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_24."name"), 'null'), '}'), ',')
    from (
      select _24.id, _24._class_id, _24."name", _24."boss"
      from (
        select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_employee"
        union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_manager"
      ) _24
      where exists (
        select
        from (
          select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_manager"
        ) _25
        where _25.id = _24."boss"
        and exists (
          select
          from (
            select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_employee"
            union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_manager"
          ) _26
          where _26.id = _25."boss"
          and _26."name" = ($8::text)
        )
      )
      order by _24.id
      limit 100
    ) _24
  ),
  ']},"byBoss":{"nodes":[', (
    select string_agg(concat('{"title":', coalesce(thing.json_string(_27."title"), 'null'), '}'), ',')
    from (
      select _27.id, _27."title", _27."handled_by"
      from "tc_contract" _27
      where exists (
        select
        from (
          select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_manager"
        ) _28
        where _28.id = _27."handled_by"
        and exists (
          select
          from (
            select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_employee"
            union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_manager"
          ) _29
          where _29.id = _28."boss"
          and _29."name" = ($9::text)
        )
      )
      order by _27.id
      limit 100
    ) _27
  ),
  ']},"bySeller":{"nodes":[', (
    select string_agg(concat('{"title":', coalesce(thing.json_string(_30."title"), 'null'), '}'), ',')
    from (
      select _30.id, _30."title", _30."seller"
      from "tc_contract" _30
      where exists (
        select
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
        ) _31
        where _31.id = _30."seller"
        and _31."name" like $10::text
      )
      and exists (
        select
        from "tj_17_witnesses" _33 join (
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
        ) _32 on _32.id = _33.target_id
        where _33.source_id = _30.id
        and _32."country" is null
      )
      order by _30.id
      limit 100
    ) _30
  ),
  ']},"haunted":{"nodes":[', (
    select string_agg(concat('{"title":', coalesce(thing.json_string(_34."title"), 'null'), '}'), ',')
    from (
      select _34.id, _34."title", _34."haunts"
      from "tc_contract" _34
      where exists (
        select
        from (
          select 0 as _class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
          null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
          null::text as "sheet"
          where false
        ) _35
        where _35.id = _34."haunts"
        and _35."sheet" = ($11::text)
      )
      order by _34.id
      limit 100
    ) _34
  ),
  ']},"unhaunted":{"nodes":[', (
    select string_agg(concat('{"title":', coalesce(thing.json_string(_36."title"), 'null'), '}'), ',')
    from (
      select _36.id, _36."title", _36."haunts"
      from "tc_contract" _36
      where ((_36."haunts" is not null) is not true)
      order by _36.id
      limit 100
    ) _36
  ),
  ']},"ghosts":', (
    select concat(
      '{"nodes":[', string_agg(concat(_38._j1), ',' order by _38._n) filter (where _38._n <= 100),
      '],"totalCount":', coalesce(
        to_json(
          (
            select count(*)
            from (
              select 0 as _class_id, null::uuid as "id", null::integer as "version",
              null::timestamptz as "created_at", null::timestamptz as "updated_at", null::text as "created_by",
              null::text as "updated_by", null::text as "sheet"
              where false
            ) _39
            where _39."sheet" is null
          )
        ), 'null'
      ), ',"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_38._m) > 100, false))::text, 'null'),
      ',"endCursor":', coalesce('"' || max(_38._c) filter (where _38._n = least(_38._m, 100)) || '"', 'null'), '}}'
    )
    from (
      select concat('{"id":"', _37.id, '","sheet":', coalesce(thing.json_string(_37."sheet"), 'null'), '}') as _j1,
      translate(
        encode(convert_to(json_build_array('8ba4ac08', (_37."sheet")::text, (_37.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _37.id, _37._class_id, _37."sheet"
        from (
          select 0 as _class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
          null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
          null::text as "sheet"
          where false
        ) _37
        where _37."sheet" is null
        order by _37."sheet" desc, _37.id desc
        limit 100 + 1
      ) _37
    ) _38
    having true
  ), '}'
)
