select concat(
  '{"companies":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_1."name"), 'null'), '}'), ',')
    from (
      select _1.id, _1."name"
      from "tc_company" _1
      where (
        select count(*) >= ($1::text::bigint)
        and count(*) < ($2::text::bigint)
        and sum(_2."age") > ($3::text::bigint)
        and min(_2."age") is distinct
        from ($4::text::bigint)
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
        where _3.source_id = _1.id
      )
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"busy":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_4."name"), 'null'), '}'), ',')
    from (
      select _4.id, _4._class_id, _4."name"
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
      ) _4
      where (
        select count(*) >= ($5::text::bigint)
        from "tc_contract" _5
        where _5."signed_by" = _4.id
        and _5."title" is distinct
        from ($6::text)
      )
      order by _4."name", _4.id
      limit 100
    ) _4
  ),
  ']},"samples":{"nodes":[', (
    select string_agg(concat('{"rank":', coalesce(_6."rank"::text, 'null'), '}'), ',')
    from (
      select _6.id, _6."rank", _6."parent"
      from "tc_sample" _6
      where (
        (
          exists (
            select
            from "tj_10_friends" _8 join "tc_sample" _7 on _7.id = _8.target_id
            where _8.source_id = _6.id
            and _7."rank" > ($7::text::integer)
          )
          and (
            select count(*) > ($8::text::bigint)
            from "tj_10_friends" _10 join "tc_sample" _9 on _9.id = _10.target_id
            where _10.source_id = _6.id
          )
        )
        or ((select count(*) >= ($9::text::bigint) from "tj_10_things" _11 where _11.source_id = _6.id))
        or (
          exists (
            select
            from "tc_sample" _12
            where _12.id = _6."parent"
            and (
              select count(*) = ($10::text::bigint)
              from "tc_sample" _13
              where _13."parent" = _12.id
              and (
                select count(*) = ($11::text::bigint)
                from "tj_10_friends" _15 join "tc_sample" _14 on _14.id = _15.target_id
                where _15.source_id = _13.id
              )
            )
          )
        )
      )
      order by _6."rank", _6.id
      limit 100
    ) _6
  ),
  ']},"of_none":{"nodes":[', (
    select string_agg(
      concat(
        '{"title":', coalesce(thing.json_string(_16."title"), 'null'),
        ',"handledBy":', coalesce(
          (
            select concat('{"name":', coalesce(thing.json_string(_17."name"), 'null'), '}')
            from "tc_employee" _17
            where _17.id = _16."handled_by"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_18."name"), 'null'), '}')
            from "tc_manager" _18
            where _18.id = _16."handled_by"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _16.id, _16."title", _16."handled_by"
      from "tc_contract" _16
      where (
        _16."handled_by" is null
        or exists (
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
          ) _19
          where _19.id = _16."handled_by"
          and (
            select count(*) is distinct
            from ($12::text::bigint)
            from (
              select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
              from "tc_employee"
              union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
              from "tc_manager"
            ) _20
            where _20."boss" = _19.id
          )
        )
      )
      order by _16."title", _16.id
      limit 100
    ) _16
  ), ']}}'
)
