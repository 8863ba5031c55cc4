select json_build_object(
  'ASC', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', t1."integer")), '[]'::json)
      from (select t1.id, t1."integer" from "tc_sample" t1 order by t1."integer", t1.id limit 100) t1
    )
  ),
  'ASC_NULLS_FIRST', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', t2."integer")), '[]'::json)
      from (select t2.id, t2."integer" from "tc_sample" t2 order by t2."integer" nulls first, t2.id limit 100) t2
    )
  ),
  'ASC_NULLS_LAST', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', t3."integer")), '[]'::json)
      from (select t3.id, t3."integer" from "tc_sample" t3 order by t3."integer", t3.id limit 100) t3
    )
  ),
  'DESC', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', t4."integer")), '[]'::json)
      from (select t4.id, t4."integer" from "tc_sample" t4 order by t4."integer" desc, t4.id limit 100) t4
    )
  ),
  'DESC_NULLS_FIRST', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', t5."integer")), '[]'::json)
      from (select t5.id, t5."integer" from "tc_sample" t5 order by t5."integer" desc, t5.id limit 100) t5
    )
  ),
  'DESC_NULLS_LAST', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', t6."integer")), '[]'::json)
      from (select t6.id, t6."integer" from "tc_sample" t6 order by t6."integer" desc nulls last, t6.id limit 100) t6
    )
  ),
  'required', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', t7."rank", 'plain', t7."plain")), '[]'::json)
      from (select t7.id, t7."rank", t7."plain" from "tc_sample" t7 order by t7."rank" desc, t7.id limit 100) t7
    )
  )
)
