select json_build_object(
  'contains', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (select t1.id, t1."text" from "tc_sample" t1 where t1."text" like $1::text order by t1.id limit 100) t1
    )
  ),
  'containsPercent', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (select t2.id, t2."plain" from "tc_sample" t2 where t2."plain" like $2::text order by t2.id limit 100) t2
    )
  ),
  'containsUnderscore', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (select t3.id, t3."plain" from "tc_sample" t3 where t3."plain" like $3::text order by t3.id limit 100) t3
    )
  ),
  'containsBackslash', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (select t4.id, t4."plain" from "tc_sample" t4 where t4."plain" like $4::text order by t4.id limit 100) t4
    )
  ),
  'containsQuotes', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (select t5.id, t5."plain" from "tc_sample" t5 where t5."plain" like $5::text order by t5.id limit 100) t5
    )
  ),
  'containsEmpty', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (select t6.id, t6."text" from "tc_sample" t6 where t6."text" like $6::text order by t6.id limit 100) t6
    )
  ),
  'startsWith', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (select t7.id, t7."text" from "tc_sample" t7 where t7."text" like $7::text order by t7.id limit 100) t7
    )
  ),
  'endsWith', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (select t8.id, t8."text" from "tc_sample" t8 where t8."text" like $8::text order by t8.id limit 100) t8
    )
  ),
  'like', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (select t9.id, t9."text" from "tc_sample" t9 where t9."text" like $9::text order by t9.id limit 100) t9
    )
  ),
  'ilike', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (
        select t10.id, t10."plain"
        from "tc_sample" t10
        where t10."plain" ilike $10::text
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'emoji', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (
        select t11.id, t11."plain"
        from "tc_sample" t11
        where t11."plain" like $11::text
        order by t11.id
        limit 100
      ) t11
    )
  ),
  'newline', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."id")), '[]'::json)
      from (
        select t12.id, t12."plain"
        from "tc_sample" t12
        where t12."plain" like $12::text
        order by t12.id
        limit 100
      ) t12
    )
  )
)
