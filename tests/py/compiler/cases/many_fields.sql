select concat(
  '{"samples":{"nodes":[', (
    select string_agg(
      concat(
        concat(
          '{"f0":', coalesce(_1."rank"::text, 'null'), ',"f1":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f2":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f3":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _3 join "tc_sample" _2 on _2.id = _3.target_id
                where _3.source_id = _1.id
              )
            ), 'null'
          ), '},"f4":', coalesce(_1."rank"::text, 'null'), ',"f5":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f6":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f7":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _5 join "tc_sample" _4 on _4.id = _5.target_id
                where _5.source_id = _1.id
              )
            ), 'null'
          ), '},"f8":', coalesce(_1."rank"::text, 'null'), ',"f9":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f10":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f11":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _7 join "tc_sample" _6 on _6.id = _7.target_id
                where _7.source_id = _1.id
              )
            ), 'null'
          ), '},"f12":', coalesce(_1."rank"::text, 'null'),
          ',"f13":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f14":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f15":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _9 join "tc_sample" _8 on _8.id = _9.target_id
                where _9.source_id = _1.id
              )
            ), 'null'
          ), '},"f16":', coalesce(_1."rank"::text, 'null'),
          ',"f17":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f18":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f19":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _11 join "tc_sample" _10 on _10.id = _11.target_id
                where _11.source_id = _1.id
              )
            ), 'null'
          ), '},"f20":', coalesce(_1."rank"::text, 'null'),
          ',"f21":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f22":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f23":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _13 join "tc_sample" _12 on _12.id = _13.target_id
                where _13.source_id = _1.id
              )
            ), 'null'
          ), '},"f24":', coalesce(_1."rank"::text, 'null'),
          ',"f25":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f26":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f27":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _15 join "tc_sample" _14 on _14.id = _15.target_id
                where _15.source_id = _1.id
              )
            ), 'null'
          ), '},"f28":', coalesce(_1."rank"::text, 'null'),
          ',"f29":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f30":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f31":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _17 join "tc_sample" _16 on _16.id = _17.target_id
                where _17.source_id = _1.id
              )
            ), 'null'
          ), '},"f32":', coalesce(_1."rank"::text, 'null'),
          ',"f33":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f34":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f35":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _19 join "tc_sample" _18 on _18.id = _19.target_id
                where _19.source_id = _1.id
              )
            ), 'null'
          ), '},"f36":', coalesce(_1."rank"::text, 'null'),
          ',"f37":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f38":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f39":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _21 join "tc_sample" _20 on _20.id = _21.target_id
                where _21.source_id = _1.id
              )
            ), 'null'
          ), '},"f40":', coalesce(_1."rank"::text, 'null'),
          ',"f41":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f42":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f43":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _23 join "tc_sample" _22 on _22.id = _23.target_id
                where _23.source_id = _1.id
              )
            ), 'null'
          ), '},"f44":', coalesce(_1."rank"::text, 'null'),
          ',"f45":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f46":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f47":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _25 join "tc_sample" _24 on _24.id = _25.target_id
                where _25.source_id = _1.id
              )
            ), 'null'
          ), '},"f48":', coalesce(_1."rank"::text, 'null'), ',"f49":', coalesce(thing.json_string(_1."plain"), 'null')
        ),
        concat(
          ',"f50":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f51":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _27 join "tc_sample" _26 on _26.id = _27.target_id
                where _27.source_id = _1.id
              )
            ), 'null'
          ), '},"f52":', coalesce(_1."rank"::text, 'null'),
          ',"f53":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f54":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f55":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _29 join "tc_sample" _28 on _28.id = _29.target_id
                where _29.source_id = _1.id
              )
            ), 'null'
          ), '},"f56":', coalesce(_1."rank"::text, 'null'),
          ',"f57":', coalesce(thing.json_string(_1."plain"), 'null'),
          ',"f58":', coalesce(case when _1."parent" is not null then concat('{"id":"', _1."parent", '"}') end, 'null'),
          ',"f59":{"totalCount":', coalesce(
            to_json(
              (
                select count(*)
                from "tj_10_friends" _31 join "tc_sample" _30 on _30.id = _31.target_id
                where _31.source_id = _1.id
              )
            ), 'null'
          ), '},"rank":', coalesce(_1."rank"::text, 'null'), '}'
        )
      ), ','
    )
    from (select _1.id, _1."rank", _1."plain", _1."parent" from "tc_sample" _1 order by _1.id limit 2) _1
  ), ']}}'
)
