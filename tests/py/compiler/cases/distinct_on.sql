select concat(
  '{"contracts":', (
    select concat(
      '{"totalCount":', coalesce(
        to_json(
          (
            select count(*)
            from "tc_contract" _4
            where _4.id in (
              select distinct on (_5."seller") _5.id
              from "tc_contract" _5
              order by _5."seller", _5."title" desc, _5.id desc
            )
          )
        ), 'null'
      ), ',"nodes":[', string_agg(concat(_3._j1), ',' order by _3._n) filter (where _3._n <= 100), ']}'
    )
    from (
      select concat(
        '{"title":', coalesce(thing.json_string(_1."title"), 'null'),
        ',"seller":', coalesce(
          (select concat('{"id":"', _6.id, '"}') from "tc_person" _6 where _6.id = _1."seller"),
          (select concat('{"id":"', _7.id, '"}') from "tc_company" _7 where _7.id = _1."seller"),
          (select concat('{"id":"', _8.id, '"}') from "tc_employee" _8 where _8.id = _1."seller"),
          (select concat('{"id":"', _9.id, '"}') from "tc_manager" _9 where _9.id = _1."seller"), 'null'
        ), '}'
      ) as _j1, row_number() over () as _n, count(*) over () as _m
      from (
        select _1.id, _1."title", _1."seller"
        from "tc_contract" _1
        where _1.id in (
          select distinct on (_2."seller") _2.id
          from "tc_contract" _2
          order by _2."seller", _2."title" desc, _2.id desc
        )
        order by _1."title" desc, _1.id desc
        limit 100 + 1
      ) _1
    ) _3
    having true
  ),
  ',"parties":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_10."name"), 'null'),
        ',"country":', coalesce(thing.json_string(_10."country"), 'null'), '}'
      ), ','
    )
    from (
      select _10.id, _10._class_id, _10."name", _10."country"
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
      where _10.id in (
        select distinct on (_11."country") _11.id
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
        ) _11
        order by _11."country", _11."name", _11.id
      )
      order by _10."name", _10.id
      limit 100
    ) _10
  ),
  ']},"companies":{"nodes":[', (
    select string_agg(
      concat(
        '{"employs":{"nodes":[', (
          select string_agg(concat('{"age":', coalesce(_13."age"::text, 'null'), '}'), ',')
          from (
            select _13.id, _13._class_id, _13."age"
            from "tj_15_employs" _14 join (
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
            ) _13 on _13.id = _14.target_id
            where _14.source_id = _12.id
            and _13.id in (
              select distinct on (_15."age") _15.id
              from "tj_15_employs" _16 join (
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
              ) _15 on _15.id = _16.target_id
              where _16.source_id = _12.id
              order by _15."age", _15.id
            )
            order by _13.id
            limit 2
          ) _13
        ), ']}}'
      ), ','
    )
    from (select _12.id, _12."name" from "tc_company" _12 order by _12."name", _12.id limit 100) _12
  ), ']}}'
)
