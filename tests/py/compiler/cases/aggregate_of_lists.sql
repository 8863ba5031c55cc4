select concat(
  '{"people":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_1."name"), 'null'),
        ',"contractsBySignedByAggregate":[', (
          select string_agg(
            concat(
              '{"count":', coalesce(to_json(_g._a1), 'null'),
              ',"fields":{"title":{"min":', coalesce(to_json(_g._a2), 'null'), '}}}'
            ), ','
          )
          from (
            select count(*) as _a1, min(_2."title") as _a2
            from "tc_contract" _2
            where _2."signed_by" = _1.id
            and _2."title" is distinct
            from ($1::text)
            having true
          ) _g
        ), ']}'
      ), ','
    )
    from (
      select _1.id, _1._class_id, _1."name"
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
      ) _1
      order by _1."name", _1.id
      limit 100
    ) _1
  ),
  ']},"companies":{"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_3."name"), 'null'),
        ',"employsAggregate":[', (
          select string_agg(
            concat(
              '{"count":', coalesce(to_json(_g._a1), 'null'),
              ',"fields":{"age":{"sum":', coalesce(to_json((_g._a2)::text), 'null'), '}}}'
            ), ','
          )
          from (
            select count(*) as _a1, sum(_4."age") as _a2
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
            where _5.source_id = _3.id
            having true
          ) _g
        ),
        '],"employsByAge":[', (
          select string_agg(
            concat(
              '{"key":{"age":', coalesce(to_json(_g._k1), 'null'), '},"count":', coalesce(to_json(_g._a1), 'null'),
              '}'
            ), ','
          )
          from (
            select _6."age" as _k1, count(*) as _a1
            from "tj_15_employs" _7 join (
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
            ) _6 on _6.id = _7.target_id
            where _7.source_id = _3.id
            group by 1
            having count(*) >= ($2::text::bigint)
            order by _k1, _k1
            limit 3
          ) _g
        ), ']}'
      ), ','
    )
    from (select _3.id, _3."name" from "tc_company" _3 order by _3."name", _3.id limit 100) _3
  ),
  ']},"samples":{"nodes":[', (
    select string_agg(
      concat(
        '{"friendsAggregate":[', (
          select string_agg(
            concat(
              '{"count":', coalesce(to_json(_g._a1), 'null'),
              ',"fields":{"integer":{"max":', coalesce(to_json(_g._a2), 'null'), '}}}'
            ), ','
          )
          from (
            select count(*) as _a1, max(_9."integer") as _a2
            from "tj_10_friends" _10 join "tc_sample" _9 on _9.id = _10.target_id
            where _10.source_id = _8.id
            having true
          ) _g
        ),
        '],"samplesAggregate":[', (
          select string_agg(concat('{"count":', coalesce(to_json(_g._a1), 'null'), '}'), ',')
          from (
            select count(*) as _a1
            from "tc_sample" _11
            where _11."parent" = _8.id
            and _11."rank" > ($3::text::integer)
            having true
          ) _g
        ), ']}'
      ), ','
    )
    from (select _8.id, _8."rank" from "tc_sample" _8 order by _8."rank", _8.id limit 3) _8
  ), ']}}'
)
