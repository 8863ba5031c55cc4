select concat(
  '{"near":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_1."name"), 'null'), '}'), ',')
    from (
      select _1.id, _1."name", _1."vector"
      from "tc_embedding" _1
      where (_1."vector" operator("public".<=>) ((nullif(($1::text)::jsonb, 'null'::jsonb)::text)::public.vector)) <= $2::double precision
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"far":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_2."name"), 'null'), '}'), ',')
    from (
      select _2.id, _2."name", _2."vector"
      from "tc_embedding" _2
      where (_2."vector" operator("public".<=>) ((nullif(($3::text)::jsonb, 'null'::jsonb)::text)::public.vector)) <= $4::double precision
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"isNull":{"nodes":[', (
    select string_agg(concat('{"name":', coalesce(thing.json_string(_3."name"), 'null'), '}'), ',')
    from (
      select _3.id, _3."name", _3."vector"
      from "tc_embedding" _3
      where _3."vector" is null
      order by _3.id
      limit 100
    ) _3
  ), ']}}'
)
