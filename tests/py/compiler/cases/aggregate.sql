select concat(
  '{"all":[', (
    select string_agg(
      concat(
        '{"__typename":"SampleAggregate","count":', coalesce(to_json(_g._a1), 'null'),
        ',"key":null,"fields":{"__typename":"SampleAggregateFields","text":{"count":', coalesce(
          to_json(_g._a2), 'null'
        ), ',"distinct":', coalesce(to_json(_g._a3), 'null'), ',"min":', coalesce(to_json(_g._a4), 'null'),
        ',"max":', coalesce(to_json(_g._a5), 'null'), '},"integer":{"count":', coalesce(to_json(_g._a6), 'null'),
        ',"distinct":', coalesce(to_json(_g._a7), 'null'), ',"sum":', coalesce(to_json((_g._a8)::text), 'null'),
        ',"avg":', coalesce(to_json((_g._a9)::text), 'null'), ',"min":', coalesce(to_json(_g._a10), 'null'),
        ',"max":', coalesce(to_json(_g._a11), 'null'),
        '},"bigint":{"sum":', coalesce(to_json((_g._a12)::text), 'null'),
        ',"avg":', coalesce(to_json((_g._a13)::text), 'null'), ',"min":', coalesce(to_json((_g._a14)::text), 'null'),
        ',"max":', coalesce(to_json((_g._a15)::text), 'null'),
        '},"decimal":{"sum":', coalesce('"' || round(_g._a16, greatest(scale(_g._a16), 2))::text || '"', 'null'),
        ',"avg":', coalesce('"' || round(_g._a17, greatest(scale(_g._a17), 2))::text || '"', 'null'),
        ',"min":', coalesce('"' || round(_g._a18, greatest(scale(_g._a18), 2))::text || '"', 'null'),
        ',"max":', coalesce('"' || round(_g._a19, greatest(scale(_g._a19), 2))::text || '"', 'null'),
        '},"float":{"count":', coalesce(to_json(_g._a20), 'null'), ',"avg":', coalesce(to_json(_g._a21), 'null'),
        ',"min":', coalesce(to_json(_g._a22), 'null'), ',"max":', coalesce(to_json(_g._a23), 'null'),
        ',"sum":', coalesce(to_json(_g._a24), 'null'), '},"boolean":{"count":', coalesce(to_json(_g._a25), 'null'),
        ',"distinct":', coalesce(to_json(_g._a26), 'null'), '},"date":{"min":', coalesce(to_json(_g._a27), 'null'),
        ',"max":', coalesce(to_json(_g._a28), 'null'), '},"time":{"min":', coalesce(to_json(_g._a29), 'null'),
        ',"max":', coalesce(to_json(_g._a30), 'null'), '},"datetime":{"min":', coalesce(to_json(_g._a31), 'null'),
        ',"max":', coalesce(to_json(_g._a32), 'null'), '},"uuid":{"count":', coalesce(to_json(_g._a33), 'null'),
        ',"distinct":', coalesce(to_json(_g._a34), 'null'), '},"json":{"count":', coalesce(to_json(_g._a35), 'null'),
        ',"distinct":', coalesce(to_json(_g._a36), 'null'), '},"mood":{"count":', coalesce(to_json(_g._a37), 'null'),
        ',"distinct":', coalesce(to_json(_g._a38), 'null'), '},"tags":{"count":', coalesce(to_json(_g._a39), 'null'),
        ',"distinct":', coalesce(to_json(_g._a40), 'null'), '},"tree":{"count":', coalesce(to_json(_g._a41), 'null'),
        '},"integerRange":{"distinct":', coalesce(to_json(_g._a42), 'null'),
        '},"parent":{"_count":', coalesce(to_json(_g._a43), 'null'),
        ',"_distinct":', coalesce(to_json(_g._a44), 'null'),
        '},"anything":{"count":', coalesce(to_json(_g._a45), 'null'),
        '},"createdAt":{"max":', coalesce(to_json(_g._a46), 'null'),
        '},"version":{"sum":', coalesce(to_json((_g._a47)::text), 'null'), ',"__typename":"IntAggregate"}}}'
      ), ','
    )
    from (
      select count(*) as _a1, count(_1."text") as _a2, count(distinct _1."text") as _a3, min(_1."text") as _a4,
      max(_1."text") as _a5, count(_1."integer") as _a6, count(distinct _1."integer") as _a7,
      sum(_1."integer") as _a8, avg(_1."integer") as _a9, min(_1."integer") as _a10, max(_1."integer") as _a11,
      sum(_1."bigint") as _a12, avg(_1."bigint") as _a13, min(_1."bigint") as _a14, max(_1."bigint") as _a15,
      sum(_1."decimal") as _a16, avg(_1."decimal") as _a17, min(_1."decimal") as _a18, max(_1."decimal") as _a19,
      count(_1."float") as _a20, (sum(_1."float") / nullif(count(_1."float"), 0)) as _a21, min(_1."float") as _a22,
      max(_1."float") as _a23, sum(_1."float") as _a24, count(_1."boolean") as _a25,
      count(distinct _1."boolean") as _a26, min(_1."date") as _a27, max(_1."date") as _a28, min(_1."time") as _a29,
      max(_1."time") as _a30, min(_1."datetime") as _a31, max(_1."datetime") as _a32, count(_1."uuid") as _a33,
      count(distinct _1."uuid") as _a34, count(_1."json") as _a35, count(distinct _1."json") as _a36,
      count(_1."mood") as _a37, count(distinct _1."mood") as _a38, count(_1."tags") as _a39,
      count(distinct _1."tags") as _a40, count(_1."tree") as _a41, count(distinct _1."integer_range") as _a42,
      count(_1."parent") as _a43, count(distinct _1."parent") as _a44, count(_1."anything") as _a45,
      max(_1."created_at") as _a46, sum(_1."version") as _a47
      from "tc_sample" _1
      having true
    ) _g
  ),
  '],"none":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"fields":{"rank":{"sum":', coalesce(to_json((_g._a2)::text), 'null'),
        ',"avg":', coalesce(to_json((_g._a3)::text), 'null'), ',"min":', coalesce(to_json(_g._a4), 'null'),
        ',"count":', coalesce(to_json(_g._a5), 'null'), '}}}'
      ), ','
    )
    from (
      select count(*) as _a1, sum(_2."rank") as _a2, avg(_2."rank") as _a3, min(_2."rank") as _a4,
      count(_2."rank") as _a5
      from "tc_sample" _2
      where _2."rank" > ($1::text::integer)
      having true
    ) _g
  ),
  '],"people":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"fields":{"age":{"sum":', coalesce(to_json((_g._a2)::text), 'null'),
        ',"distinct":', coalesce(to_json(_g._a3), 'null'), '}}}'
      ), ','
    )
    from (
      select count(*) as _a1, sum(_3."age") as _a2, count(distinct _3."age") as _a3
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
      ) _3
      having true
    ) _g
  ),
  '],"ghosts":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"fields":{"sheet":{"max":', coalesce(to_json(_g._a2), 'null'), '}}}'
      ), ','
    )
    from (
      select count(*) as _a1, max(_4."sheet") as _a2
      from (
        select 0 as _class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
        null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
        null::text as "sheet"
        where false
      ) _4
      having true
    ) _g
  ),
  '],"parties":[', (
    select string_agg(
      concat(
        '{"key":{"country":', coalesce(to_json(_g._k1), 'null'), '},"count":', coalesce(to_json(_g._a1), 'null'), '}'
      ), ','
    )
    from (
      select _5."country" as _k1, count(*) as _a1
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
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ), ']}'
)
