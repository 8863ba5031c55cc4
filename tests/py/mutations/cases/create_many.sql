with actor as materialized (select set_config('thing.actor', $1::text, true)),
w as (
  insert into "tc_product" as u ("name", "price", "marks", "span", "brand") select ((r.j ->> 'name')),
  case when r.j ? 'price' then (
    (
      case when (r.j ->> 'price') !~ E'^(?:-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?|NaN|-?Infinity)$' then '' else (
        r.j ->> 'price'
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
    case jsonb_typeof((r.j -> 'marks')) when 'array' then array(select jsonb_array_elements_text((r.j -> 'marks'))) end
  ),
  (
    case when jsonb_typeof((r.j -> 'span')) = 'object' then case when (r.j -> 'span') - 'from' - 'to' - 'bounds' <> '{}' then left(
      (r.j -> 'span')::text, 0
    )::int8range when (r.j -> 'span') ->> 'bounds' = 'empty' then 'empty'::int8range else int8range(
      (
        case when ((r.j -> 'span') ->> 'from') !~ '^(?:-?(?:0|[1-9][0-9]{0,18}))$' then '' else (
          (r.j -> 'span') ->> 'from'
        ) end
      )::bigint,
      (
        case when ((r.j -> 'span') ->> 'to') !~ '^(?:-?(?:0|[1-9][0-9]{0,18}))$' then '' else (
          (r.j -> 'span') ->> 'to'
        ) end
      )::bigint, coalesce((r.j -> 'span') ->> 'bounds', '[)')
    ) end end
  ),
  (
    (
      case when (r.j -> 'brand' ->> 'connect') !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else (
        r.j -> 'brand' ->> 'connect'
      ) end
    )::uuid
  )
  from actor, jsonb_array_elements(($2::text)::jsonb) with ordinality r (j, n)
  order by r.n returning *
) select json_build_object(
  'createProducts', json_build_object(
    'count', (select count(*) from w),
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'name', t1."name", 'price', t1."price"::text, 'state', t1."state", 'marks', t1."marks",
            'span', case when t1."span" is not null then jsonb_build_object(
              'from', lower(t1."span")::text, 'to', upper(t1."span")::text,
              'bounds', case when isempty(t1."span") then 'empty' else case when lower_inc(t1."span") then '[' else '(' end || case when upper_inc(
                t1."span"
              ) then ']' else ')' end end
            ) end, 'brand', (select json_build_object('name', t2."name") from "tc_brand" t2 where t2.id = t1."brand")
          )
        ), '[]'::json
      )
      from w t1
    )
  )
)
