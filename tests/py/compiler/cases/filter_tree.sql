select json_build_object(
  'eq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (
        select t1.id, t1."tree"
        from "tc_sample" t1
        where t1."tree" = ($1::text::public.ltree)
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'in', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."tree"
        from "tc_sample" t2
        where t2."tree" = any (($2::text[])::public.ltree[])
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'ne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."tree"
        from "tc_sample" t3
        where t3."tree" is distinct
        from ($3::text::public.ltree)
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'descendantOf', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (
        select t4.id, t4."tree"
        from "tc_sample" t4
        where t4."tree" <@ ($4::text::public.ltree)
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'ancestorOf', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (
        select t5.id, t5."tree"
        from "tc_sample" t5
        where t5."tree" @> ($5::text::public.ltree)
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'matches', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (
        select t6.id, t6."tree"
        from "tc_sample" t6
        where t6."tree" ~ ($6::text)::"public".lquery
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (select t7.id, t7."tree" from "tc_sample" t7 where t7."tree" is null order by t7.id limit 100) t7
    )
  )
)
