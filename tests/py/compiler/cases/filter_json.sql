select json_build_object(
  'eq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _1."id")), '[]'::json)
      from (
        select _1.id, _1."json"
        from "tc_sample" _1
        where _1."json" = (nullif(($1::text)::jsonb, 'null'::jsonb))
        order by _1.id
        limit 100
      ) _1
    )
  ),
  'eqText', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _2."id")), '[]'::json)
      from (
        select _2.id, _2."json"
        from "tc_sample" _2
        where _2."json" = (nullif(($2::text)::jsonb, 'null'::jsonb))
        order by _2.id
        limit 100
      ) _2
    )
  ),
  'eqNumber', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."id")), '[]'::json)
      from (
        select _3.id, _3."json"
        from "tc_sample" _3
        where _3."json" = (nullif(($3::text)::jsonb, 'null'::jsonb))
        order by _3.id
        limit 100
      ) _3
    )
  ),
  'eqTrue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _4."id")), '[]'::json)
      from (
        select _4.id, _4."json"
        from "tc_sample" _4
        where _4."json" = (nullif(($4::text)::jsonb, 'null'::jsonb))
        order by _4.id
        limit 100
      ) _4
    )
  ),
  'ne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _5."id")), '[]'::json)
      from (
        select _5.id, _5."json"
        from "tc_sample" _5
        where _5."json" is distinct
        from (nullif(($5::text)::jsonb, 'null'::jsonb))
        order by _5.id
        limit 100
      ) _5
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _6."id")), '[]'::json)
      from (select _6.id, _6."json" from "tc_sample" _6 where _6."json" is null order by _6.id limit 100) _6
    )
  ),
  'eqNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _7."id")), '[]'::json)
      from (select _7.id, _7."json" from "tc_sample" _7 where _7."json" is null order by _7.id limit 100) _7
    )
  ),
  'contains', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _8."id")), '[]'::json)
      from (
        select _8.id, _8."json"
        from "tc_sample" _8
        where _8."json" @> (nullif(($6::text)::jsonb, 'null'::jsonb))
        order by _8.id
        limit 100
      ) _8
    )
  ),
  'containsItem', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _9."id")), '[]'::json)
      from (
        select _9.id, _9."json"
        from "tc_sample" _9
        where _9."json" @> (nullif(($7::text)::jsonb, 'null'::jsonb))
        order by _9.id
        limit 100
      ) _9
    )
  ),
  'containsDeep', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _10."id")), '[]'::json)
      from (
        select _10.id, _10."json"
        from "tc_sample" _10
        where _10."json" @> (nullif(($8::text)::jsonb, 'null'::jsonb))
        order by _10.id
        limit 100
      ) _10
    )
  ),
  'hasKey', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _11."id")), '[]'::json)
      from (select _11.id, _11."json" from "tc_sample" _11 where _11."json" ? $9::text order by _11.id limit 100) _11
    )
  ),
  'hasKeyDotted', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _12."id")), '[]'::json)
      from (select _12.id, _12."json" from "tc_sample" _12 where _12."json" ? $10::text order by _12.id limit 100) _12
    )
  )
)
