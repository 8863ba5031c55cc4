select json_build_object(
  'samples', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          (
            '{' || left(
              right(
                json_build_object(
                  'f0', t1."rank", 'f1', t1."plain",
                  'f2', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f3', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t3 join "tc_sample" t2 on t2.id = t3.target_id
                      where t3.source_id = t1.id
                    )
                  ), 'f4', t1."rank", 'f5', t1."plain",
                  'f6', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f7', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t5 join "tc_sample" t4 on t4.id = t5.target_id
                      where t5.source_id = t1.id
                    )
                  ), 'f8', t1."rank", 'f9', t1."plain",
                  'f10', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f11', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t7 join "tc_sample" t6 on t6.id = t7.target_id
                      where t7.source_id = t1.id
                    )
                  ), 'f12', t1."rank", 'f13', t1."plain",
                  'f14', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f15', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t9 join "tc_sample" t8 on t8.id = t9.target_id
                      where t9.source_id = t1.id
                    )
                  ), 'f16', t1."rank", 'f17', t1."plain",
                  'f18', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f19', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t11 join "tc_sample" t10 on t10.id = t11.target_id
                      where t11.source_id = t1.id
                    )
                  ), 'f20', t1."rank", 'f21', t1."plain",
                  'f22', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f23', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t13 join "tc_sample" t12 on t12.id = t13.target_id
                      where t13.source_id = t1.id
                    )
                  ), 'f24', t1."rank", 'f25', t1."plain",
                  'f26', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f27', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t15 join "tc_sample" t14 on t14.id = t15.target_id
                      where t15.source_id = t1.id
                    )
                  ), 'f28', t1."rank", 'f29', t1."plain",
                  'f30', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f31', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t17 join "tc_sample" t16 on t16.id = t17.target_id
                      where t17.source_id = t1.id
                    )
                  ), 'f32', t1."rank", 'f33', t1."plain",
                  'f34', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f35', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t19 join "tc_sample" t18 on t18.id = t19.target_id
                      where t19.source_id = t1.id
                    )
                  ), 'f36', t1."rank", 'f37', t1."plain",
                  'f38', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f39', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t21 join "tc_sample" t20 on t20.id = t21.target_id
                      where t21.source_id = t1.id
                    )
                  ), 'f40', t1."rank", 'f41', t1."plain",
                  'f42', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f43', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t23 join "tc_sample" t22 on t22.id = t23.target_id
                      where t23.source_id = t1.id
                    )
                  ), 'f44', t1."rank", 'f45', t1."plain",
                  'f46', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f47', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t25 join "tc_sample" t24 on t24.id = t25.target_id
                      where t25.source_id = t1.id
                    )
                  ), 'f48', t1."rank", 'f49', t1."plain"
                )::text, -1
              ), -1
            ) || ',' || left(
              right(
                json_build_object(
                  'f50', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f51', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t27 join "tc_sample" t26 on t26.id = t27.target_id
                      where t27.source_id = t1.id
                    )
                  ), 'f52', t1."rank", 'f53', t1."plain",
                  'f54', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f55', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t29 join "tc_sample" t28 on t28.id = t29.target_id
                      where t29.source_id = t1.id
                    )
                  ), 'f56', t1."rank", 'f57', t1."plain",
                  'f58', case when t1."parent" is not null then json_build_object('id', t1."parent") end,
                  'f59', json_build_object(
                    'totalCount', (
                      select count(*)
                      from "tj_10_friends" t31 join "tc_sample" t30 on t30.id = t31.target_id
                      where t31.source_id = t1.id
                    )
                  ), 'rank', t1."rank"
                )::text, -1
              ), -1
            ) || '}'
          )::json
        ), '[]'::json
      )
      from (select t1.id, t1."rank", t1."plain", t1."parent" from "tc_sample" t1 order by t1.id limit 2) t1
    )
  )
)
