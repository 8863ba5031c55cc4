select concat(
  '{"moods":[', (
    select string_agg(
      concat(
        '{"key":{"mood":', coalesce(to_json(_g._k1), 'null'),
        ',"__typename":"SampleKey"},"count":', coalesce(to_json(_g._a1), 'null'),
        ',"fields":{"rank":{"sum":', coalesce(to_json((_g._a2)::text), 'null'), '}}}'
      ), ','
    )
    from (
      select _1."mood" as _k1, count(*) as _a1, sum(_1."rank") as _a2
      from "tc_sample" _1
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"two":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'), ',"key":{"mood":', coalesce(to_json(_g._k1), 'null'),
        ',"boolean":', coalesce(to_json(_g._k2), 'null'), '}}'
      ), ','
    )
    from (
      select _2."mood" as _k1, _2."boolean" as _k2, count(*) as _a1
      from "tc_sample" _2
      group by 1, 2
      order by count(*) desc, _k2 desc, _k1, _k2
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"ordered":[', (
    select string_agg(
      concat(
        '{"key":{"mood":', coalesce(to_json(_g._k1), 'null'),
        '},"fields":{"rank":{"avg":', coalesce(to_json((_g._a1)::text), 'null'), '}}}'
      ), ','
    )
    from (
      select _3."mood" as _k1, avg(_3."rank") as _a1
      from "tc_sample" _3
      group by 1
      order by avg(_3."rank") desc, _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"having":[', (
    select string_agg(
      concat(
        '{"key":{"rank":', coalesce(to_json(_g._k1), 'null'), '},"count":', coalesce(to_json(_g._a1), 'null'), '}'
      ), ','
    )
    from (
      select _4."rank" as _k1, count(*) as _a1
      from "tc_sample" _4
      group by 1
      having count(*) > ($1::text::bigint)
      and max(_4."integer") >= ($2::text::bigint)
      and sum(_4."decimal") < ($3::text::numeric)
      and min(_4."plain") like $4::text
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"given":[', (
    select string_agg(
      concat(
        '{"key":{"rank":', coalesce(to_json(_g._k1), 'null'), '},"count":', coalesce(to_json(_g._a1), 'null'), '}'
      ), ','
    )
    from (
      select _5."rank" as _k1, count(*) as _a1
      from "tc_sample" _5
      group by 1
      having count(*) = any (($5::text[])::bigint[])
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"avg":[', (
    select string_agg(concat('{"key":{"mood":', coalesce(to_json(_g._k1), 'null'), '}}'), ',')
    from (
      select _6."mood" as _k1
      from "tc_sample" _6
      group by 1
      having (sum(_6."float") / nullif(count(_6."float"), 0)) < ($6::text::double precision)
      and min(_6."date") > ($7::text::date)
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"page":[', (
    select string_agg(
      concat(
        '{"key":{"rank":', coalesce(to_json(_g._k1), 'null'), '},"count":', coalesce(to_json(_g._a1), 'null'), '}'
      ), ','
    )
    from (
      select _7."rank" as _k1, count(*) as _a1
      from "tc_sample" _7
      where _7."rank" >= ($8::text::integer)
      group by 1
      order by _k1
      limit 2 offset 1
    ) _g
  ),
  '],"tags":[', (
    select string_agg(
      concat(
        '{"key":{"tags":', coalesce(to_json(_g._k1), 'null'), '},"count":', coalesce(to_json(_g._a1), 'null'), '}'
      ), ','
    )
    from (select _8."tags" as _k1, count(*) as _a1 from "tc_sample" _8 group by 1 order by _k1 limit 1001) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"parents":[', (
    select string_agg(
      concat(
        '{"key":{"parent":', coalesce(
          (
            select concat(
              '{"_thing":', coalesce(case when _g._k1 is not null then concat('{"id":"', _g._k1, '"}') end, 'null'),
              ',"rank":', coalesce(_11."rank"::text, 'null'), '}'
            )
            from "tc_sample" _11
            where _11.id = _g._k1
          ), 'null'
        ), '},"count":', coalesce(to_json(_g._a1), 'null'), '}'
      ), ','
    )
    from (select _9."parent" as _k1, count(*) as _a1 from "tc_sample" _9 group by 1 order by _k1 desc, _k1 limit 1001) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"dates":[', (
    select string_agg(
      concat(
        '{"key":{"date":', coalesce(to_json(_g._k1), 'null'), ',"bigint":', coalesce(to_json(_g._k2::text), 'null'),
        ',"decimal":', coalesce(to_json(round(_g._k3, greatest(scale(_g._k3), 2))::text), 'null'), '}}'
      ), ','
    )
    from (
      select _12."date" as _k1, _12."bigint" as _k2, _12."decimal" as _k3
      from "tc_sample" _12
      group by 1, 2, 3
      order by _k1, _k2, _k3
      limit 2
    ) _g
  ),
  '],"ranges":[', (
    select string_agg(
      concat(
        '{"key":{"integerRange":', coalesce(
          to_json(
            case when _g._k1 is not null then jsonb_build_object(
              'from', lower(_g._k1)::text, 'to', upper(_g._k1)::text,
              'bounds', case when isempty(_g._k1) then 'empty' else case when lower_inc(_g._k1) then '[' else '(' end || case when upper_inc(
                _g._k1
              ) then ']' else ')' end end
            ) end
          ), 'null'
        ), '}}'
      ), ','
    )
    from (select _13."integer_range" as _k1 from "tc_sample" _13 group by 1 order by _k1 limit 3) _g
  ),
  '],"twice":[', (
    select string_agg(concat('{"key":{"mood":', coalesce(to_json(_g._k1), 'null'), '}}'), ',')
    from (select _14."mood" as _k1 from "tc_sample" _14 group by 1 order by _k1 limit 1001) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"nothing":[', (
    select string_agg(concat('{"count":', coalesce(to_json(_g._a1), 'null'), ',"key":null}'), ',')
    from (select count(*) as _a1 from "tc_sample" _15 having true) _g
  ),
  '],"people":[', (
    select string_agg(
      concat(
        '{"key":{"age":', coalesce(to_json(_g._k1), 'null'), '},"count":', coalesce(to_json(_g._a1), 'null'),
        ',"fields":{"name":{"max":', coalesce(to_json(_g._a2), 'null'), '}}}'
      ), ','
    )
    from (
      select _16."age" as _k1, count(*) as _a1, max(_16."name") as _a2
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
      ) _16
      group by 1
      order by count(*) desc, _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ), ']}'
)
