select concat(
  '{"path":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"__typename":"SampleKey","parent":{"mood":', coalesce(to_json(_g._k1), 'null'),
        ',"parent":', coalesce(
          (
            select concat(
              '{"__typename":"SampleKey","_thing":', coalesce(
                (
                  select concat('{"id":"', _5.id, '","text":', coalesce(thing.json_string(_5."text"), 'null'), '}')
                  from "tc_sample" _5
                  where _5.id = _g._k2
                ), 'null'
              ), ',"text":', coalesce(thing.json_string(_4."text"), 'null'),
              ',"rank":', coalesce(_4."rank"::text, 'null'),
              ',"createdAt":', coalesce(to_json(_4."created_at"), 'null'),
              ',"parent":', coalesce(
                (
                  select concat('{"mood":', coalesce(thing.json_string(_6."mood"), 'null'), '}')
                  from "tc_sample" _6
                  where _6.id = _4."parent"
                ), 'null'
              ), '}'
            )
            from "tc_sample" _4
            where _4.id = _g._k2
          ), 'null'
        ), '}}}'
      ), ','
    )
    from (
      select _2."mood" as _k1, _2."parent" as _k2, count(*) as _a1
      from "tc_sample" _1 left join "tc_sample" _2 on _2.id = _1."parent"
      group by 1, 2
      order by (select _3."rank" from "tc_sample" _3 where _3.id = _2."parent") desc,
      (select _3."text" from "tc_sample" _3 where _3.id = _2."parent"), _k1, _k2
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"seller":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"seller":', coalesce(
          (
            select concat(
              '{"name":', coalesce(thing.json_string(_9."name"), 'null'),
              ',"country":', coalesce(thing.json_string(_9."country"), 'null'),
              ',"_thing":', coalesce(
                (
                  select concat(
                    '{"__typename":"PersonItself","id":"', _10.id, '","age":', coalesce(_10."age"::text, 'null'), '}'
                  )
                  from "tc_person" _10
                  where _10.id = _g._k1
                ),
                (
                  select concat('{"__typename":"Company","id":"', _11.id, '"}')
                  from "tc_company" _11
                  where _11.id = _g._k1
                ),
                (
                  select concat(
                    '{"__typename":"EmployeeItself","id":"', _12.id, '","age":', coalesce(_12."age"::text, 'null'),
                    '}'
                  )
                  from "tc_employee" _12
                  where _12.id = _g._k1
                ),
                (
                  select concat(
                    '{"__typename":"Manager","id":"', _13.id, '","age":', coalesce(_13."age"::text, 'null'), '}'
                  )
                  from "tc_manager" _13
                  where _13.id = _g._k1
                ), 'null'
              ), '}'
            )
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
            ) _9
            where _9.id = _g._k1
          ), 'null'
        ), '}}'
      ), ','
    )
    from (
      select _7."seller" as _k1, count(*) as _a1
      from "tc_contract" _7
      group by 1
      order by (
        select _8."name"
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
        ) _8
        where _8.id = _7."seller"
      ), _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"buyer":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"buyer":{"country":', coalesce(to_json(_g._k1), 'null'),
        '},"handledBy":{"boss":{"name":', coalesce(to_json(_g._k2), 'null'), '}}}}'
      ), ','
    )
    from (
      select _15."country" as _k1, _17."name" as _k2, count(*) as _a1
      from "tc_contract" _14 left join (
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
      ) _15 on _15.id = _14."buyer" left join (
        select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_employee"
        union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_manager"
      ) _16 on _16.id = _14."handled_by" left join (
        select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_employee"
        union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
        from "tc_manager"
      ) _17 on _17.id = _16."boss"
      group by 1, 2
      order by _k1, _k2
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"itself":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":', coalesce(
          (
            select concat(
              '{"_thing":', coalesce(case when _g._k1 is not null then concat('{"id":"', _g._k1, '"}') end, 'null'),
              ',"rank":', coalesce(_19."rank"::text, 'null'),
              ',"parent":', coalesce(
                (
                  select concat('{"rank":', coalesce(_20."rank"::text, 'null'), '}')
                  from "tc_sample" _20
                  where _20.id = _19."parent"
                ), 'null'
              ), '}'
            )
            from "tc_sample" _19
            where _19.id = _g._k1
          ), 'null'
        ), '}'
      ), ','
    )
    from (select _18.id as _k1, count(*) as _a1 from "tc_sample" _18 group by 1 order by _k1 limit 2) _g
  ),
  '],"any":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"anything":', coalesce(
          (
            select concat(
              '{"__typename":', coalesce(
                '"' || (
                  select _c.name || case when not _c.abstract
                  and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
                  from thing_classes _c
                  where _c.id = _22.class_id
                ) || '"', 'null'
              ), ',"id":"', _22.id, '"}'
            )
            from thing_instances _22
            where _22.id = _g._k1
          ), 'null'
        ), '}}'
      ), ','
    )
    from (select _21."anything" as _k1, count(*) as _a1 from "tc_sample" _21 group by 1 order by _k1 limit 1001) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"month":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'), ',"key":{"datetime":', coalesce(to_json(_g._k1), 'null'),
        ',"to":', coalesce(to_json((_g._k1 + '1 month'::interval)::date), 'null'), '}}'
      ), ','
    )
    from (
      select date_trunc('month', timezone((select thing.time_zone($1::text)), _23."datetime")::timestamp)::date as _k1,
      count(*) as _a1
      from "tc_sample" _23
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"parts":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'), ',"key":{"date":', coalesce(to_json(_g._k1), 'null'),
        ',"weekday":', coalesce(to_json(_g._k2), 'null'), ',"none":null}}'
      ), ','
    )
    from (
      select date_trunc('year', _24."date"::timestamp)::date as _k1,
      extract('isodow' from _24."date")::integer as _k2, count(*) as _a1
      from "tc_sample" _24
      group by 1, 2
      order by _k1, _k2
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"hours":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'), ',"key":{"datetime":', coalesce(to_json(_g._k1), 'null'),
        ',"to":', coalesce(to_json((_g._k1 + '1 hour'::interval)), 'null'), '}}'
      ), ','
    )
    from (
      select date_trunc('hour', _25."datetime", 'UTC') as _k1, count(*) as _a1
      from "tc_sample" _25
      group by 1
      order by _k1 desc nulls last, _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"ofDay":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'), ',"key":{"createdAt":', coalesce(to_json(_g._k1), 'null'),
        '}}'
      ), ','
    )
    from (
      select extract('hour' from timezone((select thing.time_zone($2::text)), _26."created_at"))::integer as _k1,
      count(*) as _a1
      from "tc_sample" _26
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"width":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"rank":', coalesce(
          to_json((case when _g._k1 between -2147483648 and 2147483647 then _g._k1::integer end)), 'null'
        ),
        ',"to":', coalesce(
          to_json(
            (
              case when (_g._k1 + $3::text::numeric) between -2147483648
              and 2147483647 then (_g._k1 + $3::text::numeric)::integer end
            )
          ), 'null'
        ), '}}'
      ), ','
    )
    from (
      select (
        _27."rank"::numeric - mod(mod(_27."rank"::numeric, $3::text::numeric) + $3::text::numeric, $3::text::numeric)
      ) as _k1, count(*) as _a1
      from "tc_sample" _27
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"widths":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"bigint":', coalesce(
          to_json(
            (case when _g._k1 between -9223372036854775808 and 9223372036854775807 then _g._k1::bigint end)::text
          ), 'null'
        ),
        ',"end":', coalesce(
          to_json(
            (
              case when (_g._k1 + $4::text::numeric) between -9223372036854775808
              and 9223372036854775807 then (_g._k1 + $4::text::numeric)::bigint end
            )::text
          ), 'null'
        ),
        ',"decimal":', coalesce(
          to_json(round(trim_scale(_g._k2), greatest(scale(trim_scale(_g._k2)), 2))::text), 'null'
        ),
        ',"to":', coalesce(
          to_json(
            round(
              trim_scale((_g._k2 + $5::text::numeric)), greatest(scale(trim_scale((_g._k2 + $5::text::numeric))), 2)
            )::text
          ), 'null'
        ), '}}'
      ), ','
    )
    from (
      select (
        _28."bigint"::numeric - mod(
          mod(_28."bigint"::numeric, $4::text::numeric) + $4::text::numeric, $4::text::numeric
        )
      ) as _k1,
      (
        _28."decimal"::numeric - mod(
          mod(_28."decimal"::numeric, $5::text::numeric) + $5::text::numeric, $5::text::numeric
        )
      ) as _k2, count(*) as _a1
      from "tc_sample" _28
      group by 1, 2
      order by _k1, _k2
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"bounds":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"float":', coalesce(to_json(((($6::text[])::numeric[])[_g._k1])::double precision), 'null'),
        ',"to":', coalesce(to_json(((($6::text[])::numeric[])[_g._k1 + 1])::double precision), 'null'), '}}'
      ), ','
    )
    from (
      select width_bucket(_29."float"::numeric, ($6::text[])::numeric[]) as _k1, count(*) as _a1
      from "tc_sample" _29
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"days":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'), ',"key":{"createdAt":', coalesce(to_json(_g._k1), 'null'),
        ',"boolean":', coalesce(to_json(_g._k2), 'null'),
        '},"fields":{"rank":{"sum":', coalesce(to_json((_g._a2)::text), 'null'),
        ',"count":', coalesce(to_json(_g._a3), 'null'), '}}}'
      ), ','
    )
    from (
      with _g as materialized (
        select date_trunc('hour', _30."created_at", 'UTC') as _k1, _30."boolean" as _k2, count(*) as _a1,
        sum(_30."rank") as _a2, count(_30."rank") as _a3
        from "tc_sample" _30
        where _30."created_at" < ($7::text::timestamptz)
        group by 1, 2
        limit 1001
      ),
      _f as materialized (
        select *
        from _g
        union all select _k1, _k2, 0, null, 0
        from (
          select _k1, _k2
          from (
            select _k1, _k2
            from (select distinct _k2 from _g) _o,
            (
              select generate_series(_b._lo, _b._hi, '1 hour'::interval) as _k1
              from (select min(_k1) as _lo, max(_k1) as _hi from _g) _b
              limit 1001
            ) _s_k1
            limit 1001
          ) _p except select _k1, _k2
          from _g
        ) _e
      ) select _f.*
      from _f, (select thing.check_groups(count(*), 1000) as _ok from _f) _c
      where _c._ok
      and _a1 < ($8::text::bigint)
      order by _a1 desc, _a2, _k1, _k2
      limit 8
    ) _g
  ),
  '],"ranks":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"rank":', coalesce(
          to_json((case when _g._k1 between -2147483648 and 2147483647 then _g._k1::integer end)), 'null'
        ), '}}'
      ), ','
    )
    from (
      with _g as materialized (
        select (
          _31."rank"::numeric - mod(
            mod(_31."rank"::numeric, $9::text::numeric) + $9::text::numeric, $9::text::numeric
          )
        ) as _k1, count(*) as _a1
        from "tc_sample" _31
        where _31."rank" >= ($10::text::integer)
        and _31."rank" < ($11::text::integer)
        group by 1
        limit 1001
      ),
      _f as materialized (
        select *
        from _g
        union all select _k1, 0
        from (
          select _k1
          from (
            select _k1
            from (
              select generate_series(_b._lo, _b._hi, $9::text::numeric) as _k1
              from (select min(_k1) as _lo, max(_k1) as _hi from _g) _b
              limit 1001
            ) _s_k1
            limit 1001
          ) _p except select _k1
          from _g
        ) _e
      ) select _f.*
      from _f, (select thing.check_groups(count(*), 1000) as _ok from _f) _c
      where _c._ok
      order by _k1
      limit 1001
    ) _g
  ),
  '],"steps":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"rank":', coalesce(
          to_json(
            (
              case when (($12::text[])::numeric[])[_g._k1] between -2147483648
              and 2147483647 then (($12::text[])::numeric[])[_g._k1]::integer end
            )
          ), 'null'
        ),
        ',"to":', coalesce(
          to_json(
            (
              case when (($12::text[])::numeric[])[_g._k1 + 1] between -2147483648
              and 2147483647 then (($12::text[])::numeric[])[_g._k1 + 1]::integer end
            )
          ), 'null'
        ), '}}'
      ), ','
    )
    from (
      with _g as materialized (
        select width_bucket(_32."rank"::numeric, ($12::text[])::numeric[]) as _k1, count(*) as _a1
        from "tc_sample" _32
        where _32."rank" < ($13::text::integer)
        group by 1
        limit 1001
      ),
      _f as materialized (
        select *
        from _g
        union all select _k1, 0
        from (
          select _k1
          from (
            select _k1
            from (
              select generate_series(least(_b._lo, 1), greatest(_b._hi, cardinality(($12::text[])::numeric[]) - 1)) as _k1
              from (select min(_k1) as _lo, max(_k1) as _hi from _g) _b
              limit 1001
            ) _s_k1
            limit 1001
          ) _p except select _k1
          from _g
        ) _e
      ) select _f.*
      from _f, (select thing.check_groups(count(*), 1000) as _ok from _f) _c
      where _c._ok
      order by _k1
      limit 1001
    ) _g
  ),
  '],"weekdays":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'), ',"key":{"datetime":', coalesce(to_json(_g._k1), 'null'), '}}'
      ), ','
    )
    from (
      with _g as materialized (
        select extract('isodow' from timezone('UTC', _33."datetime"))::integer as _k1, count(*) as _a1
        from "tc_sample" _33
        where _33."datetime" is not null
        group by 1
        limit 1001
      ),
      _f as materialized (
        select *
        from _g
        union all select _k1, 0
        from (
          select _k1
          from (
            select _k1
            from (
              select generate_series(1, 7) as _k1
              from (select min(_k1) as _lo, max(_k1) as _hi from _g) _b
              limit 1001
            ) _s_k1
            limit 1001
          ) _p except select _k1
          from _g
        ) _e
      ) select _f.*
      from _f, (select thing.check_groups(count(*), 1000) as _ok from _f) _c
      where _c._ok
      order by _k1
      limit 1001
    ) _g
  ), ']}'
)
