select json_build_object(
  'has', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (select t1.id, t1."tags" from "tc_sample" t1 where t1."tags" @> array[$1::text] order by t1.id limit 100) t1
    )
  ),
  'hasAny', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (select t2.id, t2."tags" from "tc_sample" t2 where t2."tags" && $2::text[] order by t2.id limit 100) t2
    )
  ),
  'hasAll', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (select t3.id, t3."tags" from "tc_sample" t3 where t3."tags" @> $3::text[] order by t3.id limit 100) t3
    )
  ),
  'hasAllNothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (select t4.id, t4."tags" from "tc_sample" t4 where t4."tags" @> $4::text[] order by t4.id limit 100) t4
    )
  ),
  'hasAnyNothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (select t5.id, t5."tags" from "tc_sample" t5 where t5."tags" && $5::text[] order by t5.id limit 100) t5
    )
  ),
  'eq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (
        select t6.id, t6."tags"
        from "tc_sample" t6
        where t6."tags" = (
          case jsonb_typeof(($6::text)::jsonb) when 'array' then array(
            select jsonb_array_elements_text(($6::text)::jsonb)
          ) end
        )
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'eqOtherOrder', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (
        select t7.id, t7."tags"
        from "tc_sample" t7
        where t7."tags" = (
          case jsonb_typeof(($7::text)::jsonb) when 'array' then array(
            select jsonb_array_elements_text(($7::text)::jsonb)
          ) end
        )
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'eqOne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (
        select t8.id, t8."tags"
        from "tc_sample" t8
        where t8."tags" = (
          case jsonb_typeof(($8::text)::jsonb) when 'array' then array(
            select jsonb_array_elements_text(($8::text)::jsonb)
          ) end
        )
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'eqEmpty', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."tags"
        from "tc_sample" t9
        where t9."tags" = (
          case jsonb_typeof(($9::text)::jsonb) when 'array' then array(
            select jsonb_array_elements_text(($9::text)::jsonb)
          ) end
        )
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'ne', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (
        select t10.id, t10."tags"
        from "tc_sample" t10
        where t10."tags" is distinct
        from (
          case jsonb_typeof(($10::text)::jsonb) when 'array' then array(
            select jsonb_array_elements_text(($10::text)::jsonb)
          ) end
        )
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (select t11.id, t11."tags" from "tc_sample" t11 where t11."tags" is null order by t11.id limit 100) t11
    )
  )
)
