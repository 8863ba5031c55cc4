select json_build_object(
  'moods', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object('mood', _1."mood", '__typename', 'SampleKey'), 'count', count(*),
        'fields', json_build_object('rank', json_build_object('sum', (sum(_1."rank"))::text))
      ) as _j
      from "tc_sample" _1
      group by _1."mood"
      order by _1."mood"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'two', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'count', count(*), 'key', json_build_object('mood', _2."mood", 'boolean', _2."boolean")
      ) as _j
      from "tc_sample" _2
      group by _2."mood", _2."boolean"
      order by count(*) desc, _2."boolean", _2."mood", _2."boolean"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'ordered', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object('mood', _3."mood"),
        'fields', json_build_object('rank', json_build_object('avg', (avg(_3."rank"))::text))
      ) as _j
      from "tc_sample" _3
      group by _3."mood"
      order by avg(_3."rank") desc, _3."mood"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'having', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('rank', _4."rank"), 'count', count(*)) as _j
      from "tc_sample" _4
      group by _4."rank"
      having count(*) > ($1::text::bigint)
      and max(_4."integer") >= ($2::text::bigint)
      and sum(_4."decimal") < ($3::text::numeric)
      and min(_4."plain") like $4::text
      order by _4."rank"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'given', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('rank', _5."rank"), 'count', count(*)) as _j
      from "tc_sample" _5
      group by _5."rank"
      having count(*) = any (($5::text[])::bigint[])
      order by _5."rank"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'avg', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('mood', _6."mood")) as _j
      from "tc_sample" _6
      group by _6."mood"
      having avg(_6."float") < ($6::text::double precision)
      and min(_6."date") > ($7::text::date)
      order by _6."mood"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'page', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('rank', _7."rank"), 'count', count(*)) as _j
      from "tc_sample" _7
      where _7."rank" >= ($8::text::integer)
      group by _7."rank"
      order by _7."rank"
      limit 2 offset 1
    ) _g
  ),
  'tags', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('tags', _8."tags"), 'count', count(*)) as _j
      from "tc_sample" _8
      group by _8."tags"
      order by _8."tags"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'parents', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('parent', _9."parent"), 'count', count(*)) as _j
      from "tc_sample" _9
      group by _9."parent"
      order by _9."parent", _9."parent"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'dates', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object(
          'date', _10."date", 'bigint', _10."bigint"::text,
          'decimal', round(_10."decimal", greatest(scale(_10."decimal"), 2))::text
        )
      ) as _j
      from "tc_sample" _10
      group by _10."date", _10."bigint", _10."decimal"
      order by _10."date", _10."bigint", _10."decimal"
      limit 2
    ) _g
  ),
  'ranges', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object(
          'integerRange', case when _11."integer_range" is not null then jsonb_build_object(
            'from', lower(_11."integer_range")::text, 'to', upper(_11."integer_range")::text,
            'bounds', case when isempty(_11."integer_range") then 'empty' else case when lower_inc(
              _11."integer_range"
            ) then '[' else '(' end || case when upper_inc(_11."integer_range") then ']' else ')' end end
          ) end
        )
      ) as _j
      from "tc_sample" _11
      group by _11."integer_range"
      order by _11."integer_range"
      limit 3
    ) _g
  ),
  'twice', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('mood', _12."mood")) as _j
      from "tc_sample" _12
      group by _12."mood"
      order by _12."mood"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  'nothing', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (select json_build_object('count', count(*), 'key', null) as _j from "tc_sample" _13 having true) _g
  ),
  'people', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object('age', _14."age"), 'count', count(*),
        'fields', json_build_object('name', json_build_object('max', max(_14."name")))
      ) as _j
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
      ) _14
      group by _14."age"
      order by count(*) desc, _14."age"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  )
)
