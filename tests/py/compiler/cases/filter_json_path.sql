select json_build_object(
  'eq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _1."id")), '[]'::json)
      from (
        select _1.id, _1."json"
        from "tc_sample" _1
        where (_1."json" #> $1::text[]) = ($2::text)::jsonb
        order by _1.id
        limit 100
      ) _1
    )
  ),
  'ne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _2."id")), '[]'::json)
      from (
        select _2.id, _2."json"
        from "tc_sample" _2
        where (_2."json" #> $3::text[]) is distinct
        from ($4::text)::jsonb
        order by _2.id
        limit 100
      ) _2
    )
  ),
  'gtNumber', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _3."id")), '[]'::json)
      from (
        select _3.id, _3."json"
        from "tc_sample" _3
        where (
          jsonb_typeof((_3."json" #> $5::text[])) = jsonb_typeof(($6::text)::jsonb)
          and (_3."json" #> $5::text[]) > ($6::text)::jsonb
        )
        order by _3.id
        limit 100
      ) _3
    )
  ),
  'ltText', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _4."id")), '[]'::json)
      from (
        select _4.id, _4."json"
        from "tc_sample" _4
        where (
          jsonb_typeof((_4."json" #> $7::text[])) = jsonb_typeof(($8::text)::jsonb)
          and (_4."json" #> $7::text[]) < ($8::text)::jsonb
        )
        order by _4.id
        limit 100
      ) _4
    )
  ),
  'item', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _5."id")), '[]'::json)
      from (
        select _5.id, _5."json"
        from "tc_sample" _5
        where (_5."json" #> $9::text[]) = ($10::text)::jsonb
        order by _5.id
        limit 100
      ) _5
    )
  ),
  'fromEnd', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _6."id")), '[]'::json)
      from (
        select _6.id, _6."json"
        from "tc_sample" _6
        where (_6."json" #> $11::text[]) = ($12::text)::jsonb
        order by _6.id
        limit 100
      ) _6
    )
  ),
  'object', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _7."id")), '[]'::json)
      from (
        select _7.id, _7."json"
        from "tc_sample" _7
        where (_7."json" #> $13::text[]) @> ($14::text)::jsonb
        order by _7.id
        limit 100
      ) _7
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _8."id")), '[]'::json)
      from (
        select _8.id, _8."json"
        from "tc_sample" _8
        where coalesce((_8."json" #> $15::text[]) = 'null', true)
        order by _8.id
        limit 100
      ) _8
    )
  ),
  'isNotNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _9."id")), '[]'::json)
      from (
        select _9.id, _9."json"
        from "tc_sample" _9
        where not coalesce((_9."json" #> $16::text[]) = 'null', true)
        order by _9.id
        limit 100
      ) _9
    )
  ),
  'eqNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _10."id")), '[]'::json)
      from (
        select _10.id, _10."json"
        from "tc_sample" _10
        where coalesce((_10."json" #> $17::text[]) = 'null', true)
        order by _10.id
        limit 100
      ) _10
    )
  ),
  'neNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _11."id")), '[]'::json)
      from (
        select _11.id, _11."json"
        from "tc_sample" _11
        where not coalesce((_11."json" #> $18::text[]) = 'null', true)
        order by _11.id
        limit 100
      ) _11
    )
  ),
  'range', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _12."id")), '[]'::json)
      from (
        select _12.id, _12."json"
        from "tc_sample" _12
        where (
          jsonb_typeof((_12."json" #> $19::text[])) = jsonb_typeof(($20::text)::jsonb)
          and (_12."json" #> $19::text[]) >= ($20::text)::jsonb
        )
        and (
          jsonb_typeof((_12."json" #> $19::text[])) = jsonb_typeof(($21::text)::jsonb)
          and (_12."json" #> $19::text[]) <= ($21::text)::jsonb
        )
        order by _12.id
        limit 100
      ) _12
    )
  ),
  'whole', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _13."id")), '[]'::json)
      from (
        select _13.id, _13."json"
        from "tc_sample" _13
        where (_13."json" #> $22::text[]) = ($23::text)::jsonb
        order by _13.id
        limit 100
      ) _13
    )
  ),
  'dotted', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', _14."id")), '[]'::json)
      from (
        select _14.id, _14."json"
        from "tc_sample" _14
        where (_14."json" #> $24::text[]) = ($25::text)::jsonb
        order by _14.id
        limit 100
      ) _14
    )
  )
)
