select json_build_object(
  'eq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (select t1.id, t1."text" from "tc_sample" t1 where t1."text" = ($1::text) order by t1.id limit 100) t1
    )
  ),
  'eqEmpty', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (select t2.id, t2."text" from "tc_sample" t2 where t2."text" = ($2::text) order by t2.id limit 100) t2
    )
  ),
  'eqNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (select t3.id, t3."text" from "tc_sample" t3 where t3."text" is null order by t3.id limit 100) t3
    )
  ),
  'ne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (
        select t4.id, t4."text"
        from "tc_sample" t4
        where t4."text" is distinct
        from ($3::text)
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'neNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (select t5.id, t5."text" from "tc_sample" t5 where t5."text" is not null order by t5.id limit 100) t5
    )
  ),
  'in', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (
        select t6.id, t6."text"
        from "tc_sample" t6
        where t6."text" = any (($4::text[])::text[])
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'inNothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (
        select t7.id, t7."text"
        from "tc_sample" t7
        where t7."text" = any (($5::text[])::text[])
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'notIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (
        select t8.id, t8."text"
        from "tc_sample" t8
        where ((t8."text" = any (($6::text[])::text[])) is not true)
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (select t9.id, t9."text" from "tc_sample" t9 where t9."text" is null order by t9.id limit 100) t9
    )
  ),
  'isNotNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (select t10.id, t10."text" from "tc_sample" t10 where t10."text" is not null order by t10.id limit 100) t10
    )
  ),
  'lt', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (select t11.id, t11."plain" from "tc_sample" t11 where t11."plain" < ($7::text) order by t11.id limit 100) t11
    )
  ),
  'range', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."id")), '[]'::json)
      from (
        select t12.id, t12."plain"
        from "tc_sample" t12
        where t12."plain" >= ($8::text)
        and t12."plain" <= ($9::text)
        order by t12.id
        limit 100
      ) t12
    )
  )
)
