select concat(
  '{"eq":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (
      select _1.id, _1."tree"
      from "tc_sample" _1
      where _1."tree" = ($1::text::public.ltree)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"in":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."tree"
      from "tc_sample" _2
      where _2."tree" = any (($2::text[])::public.ltree[])
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"ne":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."tree"
      from "tc_sample" _3
      where _3."tree" is distinct
      from ($3::text::public.ltree)
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"descendantOf":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (
      select _4.id, _4."tree"
      from "tc_sample" _4
      where _4."tree" <@ ($4::text::public.ltree)
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"ancestorOf":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (
      select _5.id, _5."tree"
      from "tc_sample" _5
      where _5."tree" @> ($5::text::public.ltree)
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"matches":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."tree"
      from "tc_sample" _6
      where _6."tree" ~ ($6::text)::"public".lquery
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"isNull":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (select _7.id, _7."tree" from "tc_sample" _7 where _7."tree" is null order by _7.id limit 100) _7
  ), ']}}'
)
