select json_build_object(
  'all', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        '__typename', 'SampleAggregate', 'count', count(*), 'key', null,
        'fields', json_build_object(
          '__typename', 'SampleAggregateFields', 'text', json_build_object(
            'count', count(t1."text"), 'distinct', count(distinct t1."text"), 'min', min(t1."text"),
            'max', max(t1."text")
          ),
          'integer', json_build_object(
            'count', count(t1."integer"), 'distinct', count(distinct t1."integer"), 'sum', (sum(t1."integer"))::text,
            'avg', (avg(t1."integer"))::text, 'min', min(t1."integer"), 'max', max(t1."integer")
          ),
          'bigint', json_build_object(
            'sum', (sum(t1."bigint"))::text, 'avg', (avg(t1."bigint"))::text, 'min', (min(t1."bigint"))::text,
            'max', (max(t1."bigint"))::text
          ),
          'decimal', json_build_object(
            'sum', (sum(t1."decimal"))::text, 'avg', (avg(t1."decimal"))::text, 'min', (min(t1."decimal"))::text,
            'max', (max(t1."decimal"))::text
          ),
          'float', json_build_object(
            'count', count(t1."float"), 'avg', avg(t1."float"), 'min', min(t1."float"), 'max', max(t1."float"),
            'sum', sum(t1."float")
          ), 'boolean', json_build_object('count', count(t1."boolean"), 'distinct', count(distinct t1."boolean")),
          'date', json_build_object('min', min(t1."date"), 'max', max(t1."date")),
          'time', json_build_object('min', min(t1."time"), 'max', max(t1."time")),
          'datetime', json_build_object('min', min(t1."datetime"), 'max', max(t1."datetime")),
          'uuid', json_build_object('count', count(t1."uuid"), 'distinct', count(distinct t1."uuid")),
          'json', json_build_object('count', count(t1."json"), 'distinct', count(distinct t1."json")),
          'mood', json_build_object('count', count(t1."mood"), 'distinct', count(distinct t1."mood")),
          'tags', json_build_object('count', count(t1."tags"), 'distinct', count(distinct t1."tags")),
          'tree', json_build_object('count', count(t1."tree")),
          'integerRange', json_build_object('distinct', count(distinct t1."integer_range")),
          'parent', json_build_object('count', count(t1."parent"), 'distinct', count(distinct t1."parent")),
          'anything', json_build_object('count', count(t1."anything")),
          'createdAt', json_build_object('max', max(t1."created_at")),
          'version', json_build_object('sum', (sum(t1."version"))::text, '__typename', 'IntAggregate')
        )
      ) as j
      from "tc_sample" t1
      having true
      limit 100
    ) g
  ),
  'none', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'count', count(*),
        'fields', json_build_object(
          'rank', json_build_object(
            'sum', (sum(t2."rank"))::text, 'avg', (avg(t2."rank"))::text, 'min', min(t2."rank"),
            'count', count(t2."rank")
          )
        )
      ) as j
      from "tc_sample" t2
      where t2."rank" > ($1::text::integer)
      having true
      limit 100
    ) g
  ),
  'people', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'count', count(*),
        'fields', json_build_object(
          'age', json_build_object('sum', (sum(t3."age"))::text, 'distinct', count(distinct t3."age"))
        )
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
      ) t3
      having true
      limit 100
    ) g
  ),
  'ghosts', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object(
        'count', count(*), 'fields', json_build_object('sheet', json_build_object('max', max(t4."sheet")))
      ) as j
      from (
        select 0 as class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
        null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
        null::text as "sheet"
        where false
      ) t4
      having true
      limit 100
    ) g
  ),
  'parties', (
    select coalesce(json_agg(g.j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('country', t5."country"), 'count', count(*)) as j
      from (
        select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country"
        from "tc_person"
        union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country"
        from "tc_company"
        union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country"
        from "tc_employee"
        union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
        "country" as "country"
        from "tc_manager"
      ) t5
      group by t5."country"
      order by t5."country"
      limit 100
    ) g
  )
)
