select json_build_object(
  'all', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        '__typename', 'SampleAggregate', 'count', count(*), 'key', null,
        'fields', json_build_object(
          '__typename', 'SampleAggregateFields', 'text', json_build_object(
            'count', count(_1."text"), 'distinct', count(distinct _1."text"), 'min', min(_1."text"),
            'max', max(_1."text")
          ),
          'integer', json_build_object(
            'count', count(_1."integer"), 'distinct', count(distinct _1."integer"), 'sum', (sum(_1."integer"))::text,
            'avg', (avg(_1."integer"))::text, 'min', min(_1."integer"), 'max', max(_1."integer")
          ),
          'bigint', json_build_object(
            'sum', (sum(_1."bigint"))::text, 'avg', (avg(_1."bigint"))::text, 'min', (min(_1."bigint"))::text,
            'max', (max(_1."bigint"))::text
          ),
          'decimal', json_build_object(
            'sum', round(sum(_1."decimal"), greatest(scale(sum(_1."decimal")), 2))::text,
            'avg', round(avg(_1."decimal"), greatest(scale(avg(_1."decimal")), 2))::text,
            'min', round(min(_1."decimal"), greatest(scale(min(_1."decimal")), 2))::text,
            'max', round(max(_1."decimal"), greatest(scale(max(_1."decimal")), 2))::text
          ),
          'float', json_build_object(
            'count', count(_1."float"), 'avg', avg(_1."float"), 'min', min(_1."float"), 'max', max(_1."float"),
            'sum', sum(_1."float")
          ), 'boolean', json_build_object('count', count(_1."boolean"), 'distinct', count(distinct _1."boolean")),
          'date', json_build_object('min', min(_1."date"), 'max', max(_1."date")),
          'time', json_build_object('min', min(_1."time"), 'max', max(_1."time")),
          'datetime', json_build_object('min', min(_1."datetime"), 'max', max(_1."datetime")),
          'uuid', json_build_object('count', count(_1."uuid"), 'distinct', count(distinct _1."uuid")),
          'json', json_build_object('count', count(_1."json"), 'distinct', count(distinct _1."json")),
          'mood', json_build_object('count', count(_1."mood"), 'distinct', count(distinct _1."mood")),
          'tags', json_build_object('count', count(_1."tags"), 'distinct', count(distinct _1."tags")),
          'tree', json_build_object('count', count(_1."tree")),
          'integerRange', json_build_object('distinct', count(distinct _1."integer_range")),
          'parent', json_build_object('count', count(_1."parent"), 'distinct', count(distinct _1."parent")),
          'anything', json_build_object('count', count(_1."anything")),
          'createdAt', json_build_object('max', max(_1."created_at")),
          'version', json_build_object('sum', (sum(_1."version"))::text, '__typename', 'IntAggregate')
        )
      ) as _j
      from "tc_sample" _1
      having true
    ) _g
  ),
  'none', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'count', count(*),
        'fields', json_build_object(
          'rank', json_build_object(
            'sum', (sum(_2."rank"))::text, 'avg', (avg(_2."rank"))::text, 'min', min(_2."rank"),
            'count', count(_2."rank")
          )
        )
      ) as _j
      from "tc_sample" _2
      where _2."rank" > ($1::text::integer)
      having true
    ) _g
  ),
  'people', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'count', count(*),
        'fields', json_build_object(
          'age', json_build_object('sum', (sum(_3."age"))::text, 'distinct', count(distinct _3."age"))
        )
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
      ) _3
      having true
    ) _g
  ),
  'ghosts', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object(
        'count', count(*), 'fields', json_build_object('sheet', json_build_object('max', max(_4."sheet")))
      ) as _j
      from (
        select 0 as _class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
        null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
        null::text as "sheet"
        where false
      ) _4
      having true
    ) _g
  ),
  'parties', (
    select coalesce(json_agg(_g._j), '[]'::json)
    from (
      select json_build_object('key', json_build_object('country', _5."country"), 'count', count(*)) as _j
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
      group by _5."country"
      order by _5."country"
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  )
)
