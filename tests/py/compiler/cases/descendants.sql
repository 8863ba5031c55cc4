select concat(
  '{"employees":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_1."name"), 'null'),
        ',"bossAncestors":{"nodes":[', (
          select string_agg(
            concat(
              '{"__typename":', coalesce(
                '"' || case _4._class_id when 13 then 'EmployeeItself' when 14 then 'Manager' end || '"', 'null'
              ), ',"name":', coalesce(thing.json_string(_4."name"), 'null'), '}'
            ), ','
          )
          from (
            select _4.id, _4._class_id, _4._depth, _4."name"
            from (
              select _3."id" as "id", _3."version" as "version", _3."created_at" as "created_at",
              _3."updated_at" as "updated_at", _3."created_by" as "created_by", _3."updated_by" as "updated_by",
              _3."name" as "name", _3."country" as "country", _3."age" as "age", _3."salary" as "salary",
              _3."boss" as "boss", _3._class_id as _class_id, _w._depth
              from (
                with recursive _w as (
                  select _1."boss" as _id, 1 as _depth, array[_1.id, _1."boss"] as _path
                  where _1."boss" <> _1.id
                  union all select _2."boss", _w._depth + 1, _w._path || _2."boss"
                  from _w join (
                    select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                    "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                    "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
                    from "tc_employee"
                    union all select 14 as _class_id, "id" as "id", "version" as "version",
                    "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                    "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age",
                    "salary" as "salary", "boss" as "boss"
                    from "tc_manager"
                  ) _2 on _2.id = _w._id
                  where _w._depth < $1::integer
                  and _2."boss" <> all (_w._path)
                ) select _id, _depth
                from _w
                where _depth > 0
              ) _w join (
                select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
                from "tc_employee"
                union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
                from "tc_manager"
              ) _3 on _3.id = _w._id
            ) _4
            where true
            order by _4._depth, _4.id
            limit 20
          ) _4
        ),
        ']},"employeesDescendants":', (
          select concat(
            '{"totalCount":', coalesce(
              to_json(
                (
                  select count(*)
                  from (
                    select _10."id" as "id", _10."version" as "version", _10."created_at" as "created_at",
                    _10."updated_at" as "updated_at", _10."created_by" as "created_by",
                    _10."updated_by" as "updated_by", _10."name" as "name", _10."country" as "country",
                    _10."age" as "age", _10."salary" as "salary", _10."boss" as "boss", _10._class_id as _class_id,
                    _w._depth
                    from (
                      with recursive _w as (
                        select _1.id as _id, 0 as _depth, array[_1.id] as _path
                        union all select _9.id, _w._depth + 1, _w._path || _9.id
                        from _w join (
                          select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                          "name" as "name", "country" as "country", "age" as "age", "salary" as "salary",
                          "boss" as "boss"
                          from "tc_employee"
                          union all select 14 as _class_id, "id" as "id", "version" as "version",
                          "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                          "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age",
                          "salary" as "salary", "boss" as "boss"
                          from "tc_manager"
                        ) _9 on _9."boss" = _w._id
                        where _w._depth < 2
                        and _9.id <> all (_w._path)
                      ) select _id, _depth
                      from _w
                      where _depth > 0
                    ) _w join (
                      select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                      "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                      "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
                      from "tc_employee"
                      union all select 14 as _class_id, "id" as "id", "version" as "version",
                      "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                      "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age",
                      "salary" as "salary", "boss" as "boss"
                      from "tc_manager"
                    ) _10 on _10.id = _w._id
                  ) _11
                  where true
                  and _11."age" > ($2::text::integer)
                )
              ), 'null'
            ),
            ',"edges":[', string_agg(concat('{"depth":', _8._j1, ',"node":', _8._j2, '}'), ',' order by _8._n) filter (
              where _8._n <= 20
            ), ']}'
          )
          from (
            select concat(coalesce(to_json(_7._depth), 'null')) as _j1,
            concat('{"name":', coalesce(thing.json_string(_7."name"), 'null'), '}') as _j2,
            row_number() over () as _n, count(*) over () as _m
            from (
              select _7.id, _7._class_id, _7._depth, _7."name", _7."age"
              from (
                select _6."id" as "id", _6."version" as "version", _6."created_at" as "created_at",
                _6."updated_at" as "updated_at", _6."created_by" as "created_by", _6."updated_by" as "updated_by",
                _6."name" as "name", _6."country" as "country", _6."age" as "age", _6."salary" as "salary",
                _6."boss" as "boss", _6._class_id as _class_id, _w._depth
                from (
                  with recursive _w as (
                    select _1.id as _id, 0 as _depth, array[_1.id] as _path
                    union all select _5.id, _w._depth + 1, _w._path || _5.id
                    from _w join (
                      select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                      "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                      "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
                      from "tc_employee"
                      union all select 14 as _class_id, "id" as "id", "version" as "version",
                      "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                      "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age",
                      "salary" as "salary", "boss" as "boss"
                      from "tc_manager"
                    ) _5 on _5."boss" = _w._id
                    where _w._depth < 2
                    and _5.id <> all (_w._path)
                  ) select _id, _depth
                  from _w
                  where _depth > 0
                ) _w join (
                  select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
                  "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
                  "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
                  from "tc_employee"
                  union all select 14 as _class_id, "id" as "id", "version" as "version",
                  "created_at" as "created_at", "updated_at" as "updated_at", "created_by" as "created_by",
                  "updated_by" as "updated_by", "name" as "name", "country" as "country", "age" as "age",
                  "salary" as "salary", "boss" as "boss"
                  from "tc_manager"
                ) _6 on _6.id = _w._id
              ) _7
              where true
              and _7."age" > ($2::text::integer)
              order by _7."name" desc, _7.id desc
              limit 20 + 1
            ) _7
          ) _8
          having true
        ), '}'
      ), ','
    )
    from (
      select _1.id, _1._class_id, _1."name", _1."boss"
      from (
        select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_employee"
        union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_manager"
      ) _1
      order by _1."name", _1.id
      limit 100
    ) _1
  ),
  ']},"samples":{"nodes":[', (
    select string_agg(
      concat(
        '{"rank":', coalesce(_12."rank"::text, 'null'),
        ',"parentAncestors":', (
          select concat(
            '{"nodes":[', string_agg(concat(_16._j1), ',' order by _16._n) filter (where _16._n <= 1),
            '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_16._m) > 1, false))::text, 'null'), '}}'
          )
          from (
            select concat('{"rank":', coalesce(_15."rank"::text, 'null'), '}') as _j1, row_number() over () as _n,
            count(*) over () as _m
            from (
              select _15.id, _15._depth, _15."rank"
              from (
                select _14."id" as "id", _14."version" as "version", _14."created_at" as "created_at",
                _14."updated_at" as "updated_at", _14."created_by" as "created_by", _14."updated_by" as "updated_by",
                _14."text" as "text", _14."plain" as "plain", _14."integer" as "integer", _14."rank" as "rank",
                _14."bigint" as "bigint", _14."decimal" as "decimal", _14."float" as "float",
                _14."boolean" as "boolean", _14."date" as "date", _14."time" as "time", _14."datetime" as "datetime",
                _14."uuid" as "uuid", _14."json" as "json", _14."mood" as "mood", _14."tags" as "tags",
                _14."email" as "email", _14."url" as "url", _14."tree" as "tree",
                _14."integer_range" as "integer_range", _14."decimal_range" as "decimal_range",
                _14."date_range" as "date_range", _14."datetime_range" as "datetime_range", _14."texts" as "texts",
                _14."integers" as "integers", _14."bigints" as "bigints", _14."decimals" as "decimals",
                _14."floats" as "floats", _14."dates" as "dates", _14."times" as "times",
                _14."datetimes" as "datetimes", _14."uuids" as "uuids", _14."parent" as "parent",
                _14."anything" as "anything", _w._depth
                from (
                  with recursive _w as (
                    select _12."parent" as _id, 1 as _depth, array[_12.id, _12."parent"] as _path
                    where _12."parent" <> _12.id
                    union all select _13."parent", _w._depth + 1, _w._path || _13."parent"
                    from _w join "tc_sample" _13 on _13.id = _w._id
                    where _w._depth < 3
                    and _13."parent" <> all (_w._path)
                  ) select _id, _depth
                  from _w
                  where _depth > 0
                ) _w join "tc_sample" _14 on _14.id = _w._id
              ) _15
              where true
              order by _15._depth, _15.id
              limit 1 + 1
            ) _15
          ) _16
          having true
        ), '}'
      ), ','
    )
    from (select _12.id, _12."rank", _12."parent" from "tc_sample" _12 order by _12."rank" desc, _12.id desc limit 2) _12
  ), ']}}'
)
