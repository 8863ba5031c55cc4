select json_build_object(
  'samples', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'text', t1."text", 'plain', t1."plain", 'integer', t1."integer", 'rank', t1."rank",
            'bigint', t1."bigint"::text, 'decimal', t1."decimal"::text, 'float', t1."float", 'boolean', t1."boolean",
            'date', t1."date", 'time', t1."time", 'datetime', t1."datetime", 'uuid', t1."uuid", 'json', t1."json",
            'mood', t1."mood", 'tags', t1."tags", 'email', t1."email", 'url', t1."url", 'tree', t1."tree"::text,
            'integerRange', case when t1."integer_range" is not null then jsonb_build_object(
              'from', lower(t1."integer_range")::text, 'to', upper(t1."integer_range")::text,
              'bounds', case when isempty(t1."integer_range") then 'empty' else case when lower_inc(
                t1."integer_range"
              ) then '[' else '(' end || case when upper_inc(t1."integer_range") then ']' else ')' end end
            ) end,
            'decimalRange', case when t1."decimal_range" is not null then jsonb_build_object(
              'from', lower(t1."decimal_range")::text, 'to', upper(t1."decimal_range")::text,
              'bounds', case when isempty(t1."decimal_range") then 'empty' else case when lower_inc(
                t1."decimal_range"
              ) then '[' else '(' end || case when upper_inc(t1."decimal_range") then ']' else ')' end end
            ) end,
            'dateRange', case when t1."date_range" is not null then jsonb_build_object(
              'from', lower(t1."date_range")::date, 'to', upper(t1."date_range")::date,
              'bounds', case when isempty(t1."date_range") then 'empty' else case when lower_inc(t1."date_range") then '[' else '(' end || case when upper_inc(
                t1."date_range"
              ) then ']' else ')' end end
            ) end,
            'datetimeRange', case when t1."datetime_range" is not null then jsonb_build_object(
              'from', lower(t1."datetime_range")::timestamptz, 'to', upper(t1."datetime_range")::timestamptz,
              'bounds', case when isempty(t1."datetime_range") then 'empty' else case when lower_inc(
                t1."datetime_range"
              ) then '[' else '(' end || case when upper_inc(t1."datetime_range") then ']' else ')' end end
            ) end
          )
        ), '[]'::json
      )
      from (
        select t1.id, t1."text", t1."plain", t1."integer", t1."rank", t1."bigint", t1."decimal", t1."float",
        t1."boolean", t1."date", t1."time", t1."datetime", t1."uuid", t1."json", t1."mood", t1."tags", t1."email",
        t1."url", t1."tree", t1."integer_range", t1."decimal_range", t1."date_range", t1."datetime_range"
        from "tc_sample" t1
        order by t1.id
        limit 4
      ) t1
    )
  )
)
