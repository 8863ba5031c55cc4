select concat(
  '{"samples":{"nodes":[', (
    select string_agg(
      concat(
        '{"text":', coalesce(thing.json_string(_1."text"), 'null'),
        ',"plain":', coalesce(thing.json_string(_1."plain"), 'null'),
        ',"integer":', coalesce(_1."integer"::text, 'null'), ',"rank":', coalesce(_1."rank"::text, 'null'),
        ',"bigint":', coalesce('"' || _1."bigint"::text || '"', 'null'),
        ',"decimal":', coalesce('"' || round(_1."decimal", greatest(scale(_1."decimal"), 2))::text || '"', 'null'),
        ',"float":', coalesce(to_json(_1."float"), 'null'), ',"boolean":', coalesce(_1."boolean"::text, 'null'),
        ',"date":', coalesce(to_json(_1."date"), 'null'), ',"time":', coalesce(to_json(_1."time"), 'null'),
        ',"datetime":', coalesce(to_json(_1."datetime"), 'null'),
        ',"uuid":', coalesce('"' || _1."uuid" || '"', 'null'), ',"json":', coalesce((_1."json")::text, 'null'),
        ',"mood":', coalesce(thing.json_string(_1."mood"), 'null'), ',"tags":', coalesce(to_json(_1."tags"), 'null'),
        ',"email":', coalesce(thing.json_string(_1."email"), 'null'),
        ',"url":', coalesce(thing.json_string(_1."url"), 'null'),
        ',"tree":', coalesce(to_json(_1."tree"::text), 'null'),
        ',"integerRange":', coalesce(
          to_json(
            case when _1."integer_range" is not null then jsonb_build_object(
              'from', lower(_1."integer_range")::text, 'to', upper(_1."integer_range")::text,
              'bounds', case when isempty(_1."integer_range") then 'empty' else case when lower_inc(
                _1."integer_range"
              ) then '[' else '(' end || case when upper_inc(_1."integer_range") then ']' else ')' end end
            ) end
          ), 'null'
        ),
        ',"decimalRange":', coalesce(
          to_json(
            case when _1."decimal_range" is not null then jsonb_build_object(
              'from', lower(_1."decimal_range")::text, 'to', upper(_1."decimal_range")::text,
              'bounds', case when isempty(_1."decimal_range") then 'empty' else case when lower_inc(
                _1."decimal_range"
              ) then '[' else '(' end || case when upper_inc(_1."decimal_range") then ']' else ')' end end
            ) end
          ), 'null'
        ),
        ',"dateRange":', coalesce(
          to_json(
            case when _1."date_range" is not null then jsonb_build_object(
              'from', lower(_1."date_range")::date, 'to', upper(_1."date_range")::date,
              'bounds', case when isempty(_1."date_range") then 'empty' else case when lower_inc(_1."date_range") then '[' else '(' end || case when upper_inc(
                _1."date_range"
              ) then ']' else ')' end end
            ) end
          ), 'null'
        ),
        ',"datetimeRange":', coalesce(
          to_json(
            case when _1."datetime_range" is not null then jsonb_build_object(
              'from', lower(_1."datetime_range")::timestamptz, 'to', upper(_1."datetime_range")::timestamptz,
              'bounds', case when isempty(_1."datetime_range") then 'empty' else case when lower_inc(
                _1."datetime_range"
              ) then '[' else '(' end || case when upper_inc(_1."datetime_range") then ']' else ')' end end
            ) end
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _1.id, _1."text", _1."plain", _1."integer", _1."rank", _1."bigint", _1."decimal", _1."float",
      _1."boolean", _1."date", _1."time", _1."datetime", _1."uuid", _1."json", _1."mood", _1."tags", _1."email",
      _1."url", _1."tree", _1."integer_range", _1."decimal_range", _1."date_range", _1."datetime_range"
      from "tc_sample" _1
      order by _1.id
      limit 4
    ) _1
  ), ']}}'
)
