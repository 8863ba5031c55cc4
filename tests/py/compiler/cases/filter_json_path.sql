select json_build_object(
  'eq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (
        select t1.id, t1."json"
        from "tc_sample" t1
        where (t1."json" #> $1::text[]) = ($2::text)::jsonb
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'ne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."json"
        from "tc_sample" t2
        where (t2."json" #> $3::text[]) is distinct
        from ($4::text)::jsonb
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'gtNumber', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."json"
        from "tc_sample" t3
        where (
          jsonb_typeof((t3."json" #> $5::text[])) = jsonb_typeof(($6::text)::jsonb)
          and (t3."json" #> $5::text[]) > ($6::text)::jsonb
        )
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'ltText', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (
        select t4.id, t4."json"
        from "tc_sample" t4
        where (
          jsonb_typeof((t4."json" #> $7::text[])) = jsonb_typeof(($8::text)::jsonb)
          and (t4."json" #> $7::text[]) < ($8::text)::jsonb
        )
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'item', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (
        select t5.id, t5."json"
        from "tc_sample" t5
        where (t5."json" #> $9::text[]) = ($10::text)::jsonb
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'fromEnd', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (
        select t6.id, t6."json"
        from "tc_sample" t6
        where (t6."json" #> $11::text[]) = ($12::text)::jsonb
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'object', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (
        select t7.id, t7."json"
        from "tc_sample" t7
        where (t7."json" #> $13::text[]) @> ($14::text)::jsonb
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (
        select t8.id, t8."json"
        from "tc_sample" t8
        where coalesce((t8."json" #> $15::text[]) = 'null', true)
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'isNotNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."json"
        from "tc_sample" t9
        where not coalesce((t9."json" #> $16::text[]) = 'null', true)
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'eqNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (
        select t10.id, t10."json"
        from "tc_sample" t10
        where coalesce((t10."json" #> $17::text[]) = 'null', true)
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'neNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (
        select t11.id, t11."json"
        from "tc_sample" t11
        where not coalesce((t11."json" #> $18::text[]) = 'null', true)
        order by t11.id
        limit 100
      ) t11
    )
  ),
  'range', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."id")), '[]'::json)
      from (
        select t12.id, t12."json"
        from "tc_sample" t12
        where (
          jsonb_typeof((t12."json" #> $19::text[])) = jsonb_typeof(($20::text)::jsonb)
          and (t12."json" #> $19::text[]) >= ($20::text)::jsonb
        )
        and (
          jsonb_typeof((t12."json" #> $19::text[])) = jsonb_typeof(($21::text)::jsonb)
          and (t12."json" #> $19::text[]) <= ($21::text)::jsonb
        )
        order by t12.id
        limit 100
      ) t12
    )
  ),
  'whole', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t13."id")), '[]'::json)
      from (
        select t13.id, t13."json"
        from "tc_sample" t13
        where (t13."json" #> $22::text[]) = ($23::text)::jsonb
        order by t13.id
        limit 100
      ) t13
    )
  ),
  'dotted', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t14."id")), '[]'::json)
      from (
        select t14.id, t14."json"
        from "tc_sample" t14
        where (t14."json" #> $24::text[]) = ($25::text)::jsonb
        order by t14.id
        limit 100
      ) t14
    )
  )
)
