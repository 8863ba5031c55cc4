select json_build_object(
  'samples', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'text', _1."text", 'plain', _1."plain", 'integer', _1."integer", 'rank', _1."rank",
            'bigint', _1."bigint"::text, 'decimal', round(_1."decimal", greatest(scale(_1."decimal"), 2))::text,
            'float', _1."float", 'boolean', _1."boolean", 'date', _1."date", 'time', _1."time",
            'datetime', _1."datetime", 'uuid', _1."uuid", 'json', _1."json", 'mood', _1."mood", 'tags', _1."tags",
            'email', _1."email", 'url', _1."url", 'tree', _1."tree"::text,
            'integerRange', case when _1."integer_range" is not null then jsonb_build_object(
              'from', lower(_1."integer_range")::text, 'to', upper(_1."integer_range")::text,
              'bounds', case when isempty(_1."integer_range") then 'empty' else case when lower_inc(
                _1."integer_range"
              ) then '[' else '(' end || case when upper_inc(_1."integer_range") then ']' else ')' end end
            ) end,
            'decimalRange', case when _1."decimal_range" is not null then jsonb_build_object(
              'from', lower(_1."decimal_range")::text, 'to', upper(_1."decimal_range")::text,
              'bounds', case when isempty(_1."decimal_range") then 'empty' else case when lower_inc(
                _1."decimal_range"
              ) then '[' else '(' end || case when upper_inc(_1."decimal_range") then ']' else ')' end end
            ) end,
            'dateRange', case when _1."date_range" is not null then jsonb_build_object(
              'from', lower(_1."date_range")::date, 'to', upper(_1."date_range")::date,
              'bounds', case when isempty(_1."date_range") then 'empty' else case when lower_inc(_1."date_range") then '[' else '(' end || case when upper_inc(
                _1."date_range"
              ) then ']' else ')' end end
            ) end,
            'datetimeRange', case when _1."datetime_range" is not null then jsonb_build_object(
              'from', lower(_1."datetime_range")::timestamptz, 'to', upper(_1."datetime_range")::timestamptz,
              'bounds', case when isempty(_1."datetime_range") then 'empty' else case when lower_inc(
                _1."datetime_range"
              ) then '[' else '(' end || case when upper_inc(_1."datetime_range") then ']' else ')' end end
            ) end
          )
        ), '[]'::json
      )
      from (
        select _1.id, _1."text", _1."plain", _1."integer", _1."rank", _1."bigint", _1."decimal", _1."float",
        _1."boolean", _1."date", _1."time", _1."datetime", _1."uuid", _1."json", _1."mood", _1."tags", _1."email",
        _1."url", _1."tree", _1."integer_range", _1."decimal_range", _1."date_range", _1."datetime_range"
        from "tc_sample" _1
        order by _1.id
        limit 4
      ) _1
    )
  )
)
