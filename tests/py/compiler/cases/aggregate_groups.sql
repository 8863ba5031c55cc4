select json_build_object(
  'moods', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object('mood', t1."mood", '__typename', 'SampleKey'), 'count', count(*),
        'fields', json_build_object('rank', json_build_object('sum', (sum(t1."rank"))::text))
      ) as j
      from "tc_sample" t1
      group by t1."mood"
      order by t1."mood"
      limit 100
    ) g
  ),
  'two', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'count', count(*), 'key', json_build_object('mood', t2."mood", 'boolean', t2."boolean")
      ) as j
      from "tc_sample" t2
      group by t2."mood", t2."boolean"
      order by count(*) desc, t2."boolean", t2."mood", t2."boolean"
      limit 100
    ) g
  ),
  'ordered', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object('mood', t3."mood"),
        'fields', json_build_object('rank', json_build_object('avg', (avg(t3."rank"))::text))
      ) as j
      from "tc_sample" t3
      group by t3."mood"
      order by avg(t3."rank") desc, t3."mood"
      limit 100
    ) g
  ),
  'having', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('rank', t4."rank"), 'count', count(*)) as j
      from "tc_sample" t4
      group by t4."rank"
      having count(*) > ($1::text::bigint)
      and max(t4."integer") >= ($2::text::bigint)
      and sum(t4."decimal") < ($3::text::numeric)
      and min(t4."plain") like $4::text
      order by t4."rank"
      limit 100
    ) g
  ),
  'given', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('rank', t5."rank"), 'count', count(*)) as j
      from "tc_sample" t5
      group by t5."rank"
      having count(*) = any (($5::text[])::bigint[])
      order by t5."rank"
      limit 100
    ) g
  ),
  'avg', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('mood', t6."mood")) as j
      from "tc_sample" t6
      group by t6."mood"
      having avg(t6."float") < ($6::text::double precision)
      and min(t6."date") > ($7::text::date)
      order by t6."mood"
      limit 100
    ) g
  ),
  'page', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('rank', t7."rank"), 'count', count(*)) as j
      from "tc_sample" t7
      where t7."rank" >= ($8::text::integer)
      group by t7."rank"
      order by t7."rank"
      limit 2 offset 1
    ) g
  ),
  'tags', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('tags', t8."tags"), 'count', count(*)) as j
      from "tc_sample" t8
      group by t8."tags"
      order by t8."tags"
      limit 100
    ) g
  ),
  'parents', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('parent', t9."parent"), 'count', count(*)) as j
      from "tc_sample" t9
      group by t9."parent"
      order by t9."parent", t9."parent"
      limit 100
    ) g
  ),
  'dates', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object('date', t10."date", 'bigint', t10."bigint"::text, 'decimal', t10."decimal"::text)
      ) as j
      from "tc_sample" t10
      group by t10."date", t10."bigint", t10."decimal"
      order by t10."date", t10."bigint", t10."decimal"
      limit 2
    ) g
  ),
  'ranges', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object(
          'integerRange', case when t11."integer_range" is not null then jsonb_build_object(
            'from', lower(t11."integer_range")::text, 'to', upper(t11."integer_range")::text,
            'bounds', case when isempty(t11."integer_range") then 'empty' else case when lower_inc(
              t11."integer_range"
            ) then '[' else '(' end || case when upper_inc(t11."integer_range") then ']' else ')' end end
          ) end
        )
      ) as j
      from "tc_sample" t11
      group by t11."integer_range"
      order by t11."integer_range"
      limit 3
    ) g
  ),
  'twice', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('mood', t12."mood")) as j
      from "tc_sample" t12
      group by t12."mood"
      order by t12."mood"
      limit 100
    ) g
  ),
  'nothing', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (select json_build_object('count', count(*), 'key', null) as j from "tc_sample" t13 having true limit 100) g
  ),
  'people', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'key', json_build_object('age', t14."age"), 'count', count(*),
        'fields', json_build_object('name', json_build_object('max', max(t14."name")))
      ) as j
      from (
        select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age"
        from "tc_person"
        union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age"
        from "tc_employee"
        union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country", "age" as "age"
        from "tc_manager"
      ) t14
      group by t14."age"
      order by count(*) desc, t14."age"
      limit 100
    ) g
  )
)
