select json_build_object(
  'ASC', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', _1."integer")), '[]'::json)
      from (select _1.id, _1."integer" from "tc_sample" _1 order by _1."integer", _1.id limit 100) _1
    )
  ),
  'ASC_NULLS_FIRST', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', _2."integer")), '[]'::json)
      from (select _2.id, _2."integer" from "tc_sample" _2 order by _2."integer" nulls first, _2.id limit 100) _2
    )
  ),
  'ASC_NULLS_LAST', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', _3."integer")), '[]'::json)
      from (select _3.id, _3."integer" from "tc_sample" _3 order by _3."integer", _3.id limit 100) _3
    )
  ),
  'DESC', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', _4."integer")), '[]'::json)
      from (select _4.id, _4."integer" from "tc_sample" _4 order by _4."integer" desc, _4.id limit 100) _4
    )
  ),
  'DESC_NULLS_FIRST', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', _5."integer")), '[]'::json)
      from (select _5.id, _5."integer" from "tc_sample" _5 order by _5."integer" desc, _5.id limit 100) _5
    )
  ),
  'DESC_NULLS_LAST', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('integer', _6."integer")), '[]'::json)
      from (select _6.id, _6."integer" from "tc_sample" _6 order by _6."integer" desc nulls last, _6.id limit 100) _6
    )
  ),
  'required', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('rank', _7."rank", 'plain', _7."plain")), '[]'::json)
      from (select _7.id, _7."rank", _7."plain" from "tc_sample" _7 order by _7."rank" desc, _7.id limit 100) _7
    )
  )
)
