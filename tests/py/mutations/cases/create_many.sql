with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_w as (
  insert into "tc_product" as _u ("name", "price", "marks", "span", "brand") select ((_r._j ->> 'name')),
  case when _r._j ? 'price' then (
    (
      case when (_r._j ->> 'price') !~ E'^(?:-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?|NaN|-?Infinity)$' then '' else (
        _r._j ->> 'price'
      ) end
    )::numeric
  ) else (
    (
      case when ('"1.50"'::jsonb #>> '{}') !~ E'^(?:-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?|NaN|-?Infinity)$' then '' else (
        '"1.50"'::jsonb #>> '{}'
      ) end
    )::numeric
  ) end,
  (
    case jsonb_typeof((_r._j -> 'marks')) when 'array' then array(
      select jsonb_array_elements_text((_r._j -> 'marks'))
    ) end
  ),
  (
    case when jsonb_typeof((_r._j -> 'span')) = 'object' then case when (_r._j -> 'span') - 'from' - 'to' - 'bounds' <> '{}' then left(
      (_r._j -> 'span')::text, 0
    )::int8range when (_r._j -> 'span') ->> 'bounds' = 'empty' then 'empty'::int8range else int8range(
      (
        case when ((_r._j -> 'span') ->> 'from') !~ '^(?:-?(?:0|[1-9][0-9]{0,18}))$' then '' else (
          (_r._j -> 'span') ->> 'from'
        ) end
      )::bigint,
      (
        case when ((_r._j -> 'span') ->> 'to') !~ '^(?:-?(?:0|[1-9][0-9]{0,18}))$' then '' else (
          (_r._j -> 'span') ->> 'to'
        ) end
      )::bigint, coalesce((_r._j -> 'span') ->> 'bounds', '[)')
    ) end end
  ),
  (
    (
      case when (_r._j #>> '{brand,connect,id}') !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else (
        _r._j #>> '{brand,connect,id}'
      ) end
    )::uuid
  )
  from _actor, jsonb_array_elements(($2::text)::jsonb) with ordinality _r (_j, _n)
  order by _r._n returning *
) select concat(
  '{"createProducts":{"count":', coalesce(to_json((select count(*) from _w)), 'null'),
  ',"nodes":[', (
    select string_agg(
      concat(
        '{"name":', coalesce(thing.json_string(_1."name"), 'null'),
        ',"price":', coalesce('"' || _1."price"::text || '"', 'null'),
        ',"state":', coalesce(thing.json_string(_1."state"), 'null'),
        ',"marks":', coalesce(to_json(_1."marks"), 'null'),
        ',"span":', coalesce(
          to_json(
            case when _1."span" is not null then jsonb_build_object(
              'from', lower(_1."span")::text, 'to', upper(_1."span")::text,
              'bounds', case when isempty(_1."span") then 'empty' else case when lower_inc(_1."span") then '[' else '(' end || case when upper_inc(
                _1."span"
              ) then ']' else ')' end end
            ) end
          ), 'null'
        ),
        ',"brand":', coalesce(
          (
            select concat('{"name":', coalesce(thing.json_string(_2."name"), 'null'), '}')
            from "tc_brand" _2
            where _2.id = _1."brand"
          ), 'null'
        ), '}'
      ), ','
    )
    from _w _1
  ), ']}}'
)
