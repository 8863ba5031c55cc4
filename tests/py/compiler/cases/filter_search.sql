select concat(
  '{"words":{"nodes":[', (
    select string_agg(concat('{"name":"', _1.id, '"}'), ',')
    from (
      select _1.id, _1."text"
      from "tc_sample" _1
      where thing.search_words(_1."text") @@ thing.search_query($1::text)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"phrase":{"nodes":[', (
    select string_agg(concat('{"name":"', _2.id, '"}'), ',')
    from (
      select _2.id, _2."text"
      from "tc_sample" _2
      where thing.search_words(_2."text") @@ thing.search_query($2::text)
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"without":{"nodes":[', (
    select string_agg(concat('{"name":"', _3.id, '"}'), ',')
    from (
      select _3.id, _3."text"
      from "tc_sample" _3
      where thing.search_words(_3."text") @@ thing.search_query($3::text)
      order by _3.id
      limit 100
    ) _3
  ),
  ']},"either":{"nodes":[', (
    select string_agg(concat('{"name":"', _4.id, '"}'), ',')
    from (
      select _4.id, _4."text"
      from "tc_sample" _4
      where thing.search_words(_4."text") @@ thing.search_query($4::text)
      order by _4.id
      limit 100
    ) _4
  ),
  ']},"nothing":{"nodes":[', (
    select string_agg(concat('{"name":"', _5.id, '"}'), ',')
    from (
      select _5.id, _5."text"
      from "tc_sample" _5
      where thing.search_words(_5."text") @@ thing.search_query($5::text)
      order by _5.id
      limit 100
    ) _5
  ),
  ']},"odd":{"nodes":[', (
    select string_agg(concat('{"name":"', _6.id, '"}'), ',')
    from (
      select _6.id, _6."text"
      from "tc_sample" _6
      where thing.search_words(_6."text") @@ thing.search_query($6::text)
      order by _6.id
      limit 100
    ) _6
  ),
  ']},"similar":{"nodes":[', (
    select string_agg(concat('{"name":"', _7.id, '"}'), ',')
    from (
      select _7.id, _7."text"
      from "tc_sample" _7
      where thing.similar_text($7::text) <% (thing.similar_text(_7."text") collate "C")
      order by _7.id
      limit 100
    ) _7
  ),
  ']},"similarNot":{"nodes":[', (
    select string_agg(concat('{"name":"', _8.id, '"}'), ',')
    from (
      select _8.id, _8."text"
      from "tc_sample" _8
      where thing.similar_text($8::text) <% (thing.similar_text(_8."text") collate "C")
      order by _8.id
      limit 100
    ) _8
  ),
  ']},"accent":{"nodes":[', (
    select string_agg(concat('{"name":"', _9.id, '"}'), ',')
    from (
      select _9.id, _9."text"
      from "tc_sample" _9
      where thing.search_words(_9."text") @@ thing.search_query($9::text)
      order by _9.id
      limit 100
    ) _9
  ), ']}}'
)
