select json_build_object(
  'samples', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          (
            '{' || left(
              right(
                json_build_object(
                  'f0', _1."rank", 'f1', _1."plain",
                  'f2', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f3', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _3 join "tc_sample" _2 on _2.id = _3.target_id
                      where _3.source_id = _1.id
                    )
                  ), 'f4', _1."rank", 'f5', _1."plain",
                  'f6', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f7', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _5 join "tc_sample" _4 on _4.id = _5.target_id
                      where _5.source_id = _1.id
                    )
                  ), 'f8', _1."rank", 'f9', _1."plain",
                  'f10', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f11', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _7 join "tc_sample" _6 on _6.id = _7.target_id
                      where _7.source_id = _1.id
                    )
                  ), 'f12', _1."rank", 'f13', _1."plain",
                  'f14', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f15', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _9 join "tc_sample" _8 on _8.id = _9.target_id
                      where _9.source_id = _1.id
                    )
                  ), 'f16', _1."rank", 'f17', _1."plain",
                  'f18', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f19', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _11 join "tc_sample" _10 on _10.id = _11.target_id
                      where _11.source_id = _1.id
                    )
                  ), 'f20', _1."rank", 'f21', _1."plain",
                  'f22', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f23', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _13 join "tc_sample" _12 on _12.id = _13.target_id
                      where _13.source_id = _1.id
                    )
                  ), 'f24', _1."rank", 'f25', _1."plain",
                  'f26', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f27', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _15 join "tc_sample" _14 on _14.id = _15.target_id
                      where _15.source_id = _1.id
                    )
                  ), 'f28', _1."rank", 'f29', _1."plain",
                  'f30', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f31', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _17 join "tc_sample" _16 on _16.id = _17.target_id
                      where _17.source_id = _1.id
                    )
                  ), 'f32', _1."rank", 'f33', _1."plain",
                  'f34', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f35', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _19 join "tc_sample" _18 on _18.id = _19.target_id
                      where _19.source_id = _1.id
                    )
                  ), 'f36', _1."rank", 'f37', _1."plain",
                  'f38', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f39', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _21 join "tc_sample" _20 on _20.id = _21.target_id
                      where _21.source_id = _1.id
                    )
                  ), 'f40', _1."rank", 'f41', _1."plain",
                  'f42', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f43', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _23 join "tc_sample" _22 on _22.id = _23.target_id
                      where _23.source_id = _1.id
                    )
                  ), 'f44', _1."rank", 'f45', _1."plain",
                  'f46', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f47', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _25 join "tc_sample" _24 on _24.id = _25.target_id
                      where _25.source_id = _1.id
                    )
                  ), 'f48', _1."rank", 'f49', _1."plain"
                )::text, -1
              ), -1
            ) || ',' || left(
              right(
                json_build_object(
                  'f50', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f51', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _27 join "tc_sample" _26 on _26.id = _27.target_id
                      where _27.source_id = _1.id
                    )
                  ), 'f52', _1."rank", 'f53', _1."plain",
                  'f54', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f55', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _29 join "tc_sample" _28 on _28.id = _29.target_id
                      where _29.source_id = _1.id
                    )
                  ), 'f56', _1."rank", 'f57', _1."plain",
                  'f58', case when _1."parent" is not null then json_build_object('id', _1."parent") end,
                  'f59', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" _31 join "tc_sample" _30 on _30.id = _31.target_id
                      where _31.source_id = _1.id
                    )
                  ), 'rank', _1."rank"
                )::text, -1
              ), -1
            ) || '}'
          )::json
        ), '[]'::json
      )
      from (select _1.id, _1."rank", _1."plain", _1."parent" from "tc_sample" _1 order by _1.id limit 2) _1
    )
  )
)
