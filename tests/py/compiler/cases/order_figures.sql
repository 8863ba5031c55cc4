select concat(
  '{"companies":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_1."name"), 'null'),
        ',"employsAggregate":[', (
          select string_agg(concat('{"fields":{"age":{"max":', coalesce(to_json(_g._a1), 'null'), '}}}'), ',')
          from (
            select max(_5."age") as _a1
            from "tj_15_employs" _6 join (
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
            ) _5 on _5.id = _6.target_id
            where _6.source_id = _1.id
            having true
          ) _g
        ), ']}'
      ), ','
    )
    from (
      select _1.id, _1."name"
      from "tc_company" _1 left join (
        select _3.source_id as _o, max(_2."age") as _v
        from "tj_15_employs" _3 join (
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
        ) _2 on _2.id = _3.target_id
        group by _3.source_id
      ) _4 on _4._o = _1.id
      order by _4._v desc nulls last, _1.id desc
      limit 100
    ) _1
  ),
  ']},"people":', (
    select concat(
      '{"edges":[', string_agg(
        concat('{"cursor":', coalesce('"' || _10._c || '"', 'null'), ',"node":', _10._j1, '}'), ','
        order by _10._n
      ) filter (where _10._n <= 3),
      '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_10._m) > 3, false))::text, 'null'), '}}'
    )
    from (
      select concat('{"name":', coalesce(thing.json_string(_7."name"), 'null'), '}') as _j1,
      translate(
        encode(
          convert_to(
            json_build_array(
              '2ba2b7d5', (
                (
                  select count(*) as _v
                  from "tc_contract" _8
                  where _8."signed_by" = _7.id
                  and _8."title" is distinct
                  from ($1::text)
                )
              )::text, (_7.id)::text
            )::text, 'UTF8'
          ), 'base64'
        ), E'+/\n=', '-_'
      ) as _c, row_number() over () as _n, count(*) over () as _m
      from (
        select _7.id, _7._class_id, _7."name"
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
        ) _7 left join (
          select _8."signed_by" as _o, count(*) as _v
          from "tc_contract" _8
          where _8."title" is distinct
          from ($1::text)
          group by _8."signed_by"
        ) _9 on _9._o = _7.id
        order by case when _7.id is not null then coalesce(_9._v, 0) end desc, _7.id desc
        limit 3 + 1
      ) _7
    ) _10
    having true
  ),
  ',"contracts":{"nodes":[', (
    select string_agg(
      concat(
        '{"title":', coalesce(thing.json_string(_11."title"), 'null'),
        ',"handledBy":', coalesce(
          (
            select concat('{"name":', coalesce(thing.json_string(_15."name"), 'null'), '}')
            from "tc_employee" _15
            where _15.id = _11."handled_by"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_16."name"), 'null'), '}')
            from "tc_manager" _16
            where _16.id = _11."handled_by"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _11.id, _11."handled_by", _11."title"
      from "tc_contract" _11 left join (
        select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_employee"
        union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_manager"
      ) _12 on _12.id = _11."handled_by" left join (
        select _13."boss" as _o, count(*) as _v
        from (
          select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_manager"
        ) _13
        group by _13."boss"
      ) _14 on _14._o = _12.id
      order by case when _12.id is not null then coalesce(_14._v, 0) end, _11.id
      limit 3
    ) _11
  ), ']}}'
)
