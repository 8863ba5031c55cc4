select concat(
  '{"all":[', (
    select string_agg(
      concat(
        '{"groupCount":', coalesce(to_json(_g._n), 'null'), ',"fields":{"_count":', coalesce(to_json(_g._a1), 'null'),
        ',"_distinct":', coalesce(to_json(_g._a2), 'null'),
        ',"rank":{"sum":', coalesce(to_json((_g._a3)::text), 'null'),
        '},"parent":{"__typename":"SampleAggregateFields","_count":', coalesce(to_json(_g._a4), 'null'),
        ',"_distinct":', coalesce(to_json(_g._a5), 'null'),
        ',"rank":{"sum":', coalesce(to_json((_g._a6)::text), 'null'), ',"max":', coalesce(to_json(_g._a7), 'null'),
        ',"median":', coalesce(to_json((_g._a8)::text), 'null'),
        '},"mood":{"distinct":', coalesce(to_json(_g._a9), 'null'),
        '},"parent":{"_distinct":', coalesce(to_json(_g._a10), 'null'),
        ',"rank":{"avg":', coalesce(to_json((_g._a11)::text), 'null'),
        '}}}},"calm":{"parent":{"_count":', coalesce(to_json(_g._a12), 'null'),
        ',"rank":{"sum":', coalesce(to_json((_g._a13)::text), 'null'),
        ',"first":', coalesce(to_json(_g._a14), 'null'), '}}}}'
      ), ','
    )
    from (
      select count(_1.id) as _a1, count(distinct _1.id) as _a2, sum(_1."rank") as _a3, count(_1."parent") as _a4,
      count(distinct _1."parent") as _a5, sum(_2."rank") as _a6, max(_2."rank") as _a7,
      trim_scale(
        (
          percentile_disc(0.5) within
          group (order by _2."rank")::numeric + percentile_disc(0.5) within
          group (order by _2."rank" desc)::numeric
        ) / 2
      ) as _a8, count(distinct _2."mood") as _a9, count(distinct _2."parent") as _a10, avg(_3."rank") as _a11,
      count(_1."parent") filter (
        where exists (select from "tc_sample" _4 where _4.id = _1."parent" and _4."mood" = ($1::text))
      ) as _a12,
      sum(_2."rank") filter (
        where exists (select from "tc_sample" _4 where _4.id = _1."parent" and _4."mood" = ($1::text))
      ) as _a13,
      thing.first_of(_2."rank" order by _1."rank", _1.id) filter (
        where exists (select from "tc_sample" _4 where _4.id = _1."parent" and _4."mood" = ($1::text))
        and _2."rank" is not null
      ) as _a14, count(*) over () as _n
      from "tc_sample" _1 left join "tc_sample" _2 on _2.id = _1."parent" left join "tc_sample" _3 on _3.id = _2."parent"
      having true
    ) _g
  ),
  '],"moods":[', (
    select string_agg(
      concat(
        '{"key":{"parent":{"mood":', coalesce(to_json(_g._k1), 'null'),
        '}},"count":', coalesce(to_json(_g._a1), 'null'), ',"groupCount":', coalesce(to_json(_g._n), 'null'),
        ',"fields":{"parent":{"rank":{"sum":', coalesce(to_json((_g._a2)::text), 'null'), '}}}}'
      ), ','
    )
    from (
      select _6."mood" as _k1, count(*) as _a1, sum(_6."rank") as _a2, count(*) over () as _n
      from "tc_sample" _5 left join "tc_sample" _6 on _6.id = _5."parent"
      group by 1
      having max(_6."rank") >= ($2::text::bigint)
      and count(_5."parent") > ($3::text::bigint)
      and count(_5.id) > ($4::text::bigint)
      order by sum(_6."rank") desc, count(distinct _5."parent"), _k1
      limit 1
    ) _g
  ),
  '],"sellers":[', (
    select string_agg(
      concat(
        '{"groupCount":', coalesce(to_json(_g._n), 'null'),
        ',"fields":{"buyer":{"_distinct":', coalesce(to_json(_g._a1), 'null'),
        ',"name":{"min":', coalesce(to_json(_g._a2), 'null'),
        '},"country":{"values":[', (
          select string_agg(concat(coalesce(to_json(_v), 'null')), ',')
          from unnest(_g._a3) _v
        ), ']}}}}'
      ), ','
    )
    from (
      select _7."seller" as _k1, count(distinct _7."buyer") as _a1, min(_8."name") as _a2,
      thing.few_of(distinct _8."country", 3 order by _8."country") filter (where _8."country" is not null) as _a3,
      count(*) over () as _n
      from "tc_contract" _7 left join (
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
      ) _8 on _8.id = _7."buyer"
      group by 1
      order by _k1
      limit 1 offset 1
    ) _g
  ),
  '],"filled":[', (
    select string_agg(
      concat(
        '{"groupCount":', coalesce(to_json(_g._n), 'null'), ',"count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":{"rank":', coalesce(
          to_json((case when _g._k1 between -2147483648 and 2147483647 then _g._k1::integer end)), 'null'
        ), '},"fields":{"_count":', coalesce(to_json(_g._a2), 'null'),
        ',"parent":{"rank":{"max":', coalesce(to_json(_g._a3), 'null'), '}}}}'
      ), ','
    )
    from (
      with _g as materialized (
        select (
          _9."rank"::numeric - mod(mod(_9."rank"::numeric, $5::text::numeric) + $5::text::numeric, $5::text::numeric)
        ) as _k1, count(*) as _a1, count(_9.id) as _a2, max(_10."rank") as _a3
        from "tc_sample" _9 left join "tc_sample" _10 on _10.id = _9."parent"
        where _9."rank" = any (($6::text[])::integer[])
        group by 1
        limit 1001
      ),
      _f as materialized (
        select *
        from _g
        union all select _k1, 0, 0, null
        from (
          select _k1
          from (
            select _k1
            from (
              select generate_series(_b._lo, _b._hi, $5::text::numeric) as _k1
              from (select min(_k1) as _lo, max(_k1) as _hi from _g) _b
              limit 1001
            ) _s_k1
            limit 1001
          ) _p except select _k1
          from _g
        ) _e
      ) select _f.*, count(*) over () as _n
      from _f, (select thing.check_groups(count(*), 1000) as _ok from _f) _c
      where _c._ok
      order by _k1
      limit 2
    ) _g
  ),
  '],"lists":{"nodes":[', (
    select string_agg(
      concat(
        '{"rank":', coalesce(_11."rank"::text, 'null'),
        ',"samplesAggregate":[', (
          select string_agg(
            concat(
              '{"count":', coalesce(to_json(_g._a1), 'null'),
              ',"fields":{"parent":{"rank":{"sum":', coalesce(to_json((_g._a2)::text), 'null'), '}}}}'
            ), ','
          )
          from (
            select count(*) as _a1, sum(_16."rank") as _a2
            from "tc_sample" _15 left join "tc_sample" _16 on _16.id = _15."parent"
            where _15."parent" = _11.id
            having true
          ) _g
        ), ']}'
      ), ','
    )
    from (
      select _11.id, _11."rank"
      from "tc_sample" _11 join lateral (
        select max(_13."rank") as _v
        from "tc_sample" _12 left join "tc_sample" _13 on _13.id = _12."parent"
        where _12."parent" = _11.id
      ) _14 on true
      where (
        select sum(_18."rank") > ($7::text::bigint)
        and count(_17.id) >= ($8::text::bigint)
        from "tc_sample" _17 left join "tc_sample" _18 on _18.id = _17."parent"
        where _17."parent" = _11.id
      )
      order by _14._v desc, _11.id desc
      limit 100
    ) _11
  ), ']}}'
)
