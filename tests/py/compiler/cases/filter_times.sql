select json_build_object(
  'dateEq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (select t1.id, t1."date" from "tc_sample" t1 where t1."date" = ($1::text::date) order by t1.id limit 100) t1
    )
  ),
  'dateRange', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."date"
        from "tc_sample" t2
        where t2."date" >= ($2::text::date)
        and t2."date" < ($3::text::date)
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'dateIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."date"
        from "tc_sample" t3
        where t3."date" = any (($4::text[])::date[])
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'dateNe', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (
        select t4.id, t4."date"
        from "tc_sample" t4
        where t4."date" is distinct
        from ($5::text::date)
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'timeGt', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (select t5.id, t5."time" from "tc_sample" t5 where t5."time" > ($6::text::time) order by t5.id limit 100) t5
    )
  ),
  'timeEq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (select t6.id, t6."time" from "tc_sample" t6 where t6."time" = ($7::text::time) order by t6.id limit 100) t6
    )
  ),
  'timeIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (
        select t7.id, t7."time"
        from "tc_sample" t7
        where t7."time" = any (($8::text[])::time[])
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'datetimeZone', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (
        select t8.id, t8."datetime"
        from "tc_sample" t8
        where t8."datetime" = ($9::text::timestamptz)
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'datetimeMicro', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."datetime"
        from "tc_sample" t9
        where t9."datetime" < ($10::text::timestamptz)
        and t9."datetime" > ($11::text::timestamptz)
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'datetimeIn', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (
        select t10.id, t10."datetime"
        from "tc_sample" t10
        where t10."datetime" = any (($12::text[])::timestamptz[])
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'createdAt', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (
        select t11.id, t11."created_at"
        from "tc_sample" t11
        where t11."created_at" <= ($13::text::timestamptz)
        order by t11.id
        limit 100
      ) t11
    )
  )
)
