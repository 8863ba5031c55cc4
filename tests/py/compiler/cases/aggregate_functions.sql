select concat(
  '{"all":', (
    with _page as materialized (
      select _g.*, row_number() over () as _i
      from (
        select count(*) filter (where _1."rank" >= ($1::text::integer)) as _a1,
        count(*) filter (
          where exists (select from "tc_sample" _2 where _2.id = _1."parent" and _2."mood" = ($2::text))
        ) as _a2, stddev_samp(_1."integer") as _a3, var_samp(_1."integer") as _a4,
        trim_scale(
          (
            percentile_disc(0.5) within
            group (order by _1."integer")::numeric + percentile_disc(0.5) within
            group (order by _1."integer" desc)::numeric
          ) / 2
        ) as _a5, percentile_disc($3::text::double precision) within
        group (order by _1."integer") as _a6,
        thing.first_of(_1."integer" order by _1.id) filter (where _1."integer" is not null) as _a7,
        thing.first_of(_1."integer" order by _1.id desc) filter (where _1."integer" is not null) as _a8,
        thing.few_of(distinct _1."integer", $4::integer order by _1."integer") filter (where _1."integer" is not null) as _a9,
        stddev_samp(_1."bigint") as _a10,
        trim_scale(
          (
            percentile_disc(0.5) within
            group (order by _1."bigint")::numeric + percentile_disc(0.5) within
            group (order by _1."bigint" desc)::numeric
          ) / 2
        ) as _a11, percentile_disc($5::text::double precision) within
        group (order by _1."bigint") as _a12,
        thing.few_of(distinct _1."bigint", 3 order by _1."bigint") filter (where _1."bigint" is not null) as _a13,
        stddev_samp(_1."decimal") as _a14, var_samp(_1."decimal") as _a15,
        trim_scale(
          (
            percentile_disc(0.5) within
            group (order by _1."decimal")::numeric + percentile_disc(0.5) within
            group (order by _1."decimal" desc)::numeric
          ) / 2
        ) as _a16, percentile_disc($6::text::double precision) within
        group (order by _1."decimal") as _a17,
        thing.few_of(distinct _1."decimal", 20 order by _1."decimal") filter (where _1."decimal" is not null) as _a18,
        thing.first_of(_1."decimal" order by _1.id) filter (where _1."decimal" is not null) as _a19,
        stddev_samp(_1."float") as _a20, var_samp(_1."float") as _a21, percentile_cont(0.5) within
        group (order by _1."float") as _a22, percentile_disc($7::text::double precision) within
        group (order by _1."float") as _a23,
        thing.few_of(distinct _1."float", $4::integer order by _1."float") filter (where _1."float" is not null) as _a24,
        bool_or(_1."boolean") as _a25, bool_and(_1."boolean") as _a26,
        thing.first_of(_1."boolean" order by _1.id) filter (where _1."boolean" is not null) as _a27,
        thing.first_of(_1."boolean" order by _1.id desc) filter (where _1."boolean" is not null) as _a28,
        thing.few_of(distinct _1."boolean", 3 order by _1."boolean") filter (where _1."boolean" is not null) as _a29,
        count(_1."boolean") as _a30, count(distinct _1."boolean") as _a31,
        percentile_disc($8::text::double precision) within
        group (order by _1."text") as _a32,
        thing.first_of(_1."text" order by _1.id) filter (where _1."text" is not null) as _a33,
        thing.first_of(_1."text" order by _1.id desc) filter (where _1."text" is not null) as _a34,
        thing.few_of(distinct _1."text", 3 order by _1."text") filter (where _1."text" is not null) as _a35,
        percentile_disc($9::text::double precision) within
        group (order by _1."date") as _a36,
        thing.first_of(_1."date" order by _1.id) filter (where _1."date" is not null) as _a37,
        thing.first_of(_1."date" order by _1.id desc) filter (where _1."date" is not null) as _a38,
        thing.few_of(distinct _1."date", 2 order by _1."date") filter (where _1."date" is not null) as _a39,
        percentile_disc($10::text::double precision) within
        group (order by _1."datetime") as _a40,
        thing.first_of(_1."datetime" order by _1.id desc) filter (where _1."datetime" is not null) as _a41,
        thing.first_of(to_jsonb(_1."mood") order by _1.id) filter (where _1."mood" is not null) as _a42,
        thing.first_of(to_jsonb(_1."mood") order by _1.id desc) filter (where _1."mood" is not null) as _a43,
        thing.few_of(distinct to_jsonb(_1."mood"), 5 order by to_jsonb(_1."mood")) filter (
          where _1."mood" is not null
        ) as _a44, thing.first_of(to_jsonb(_1."tags") order by _1.id) filter (where _1."tags" is not null) as _a45,
        thing.few_of(distinct to_jsonb(_1."tags"), 5 order by to_jsonb(_1."tags")) filter (
          where _1."tags" is not null
        ) as _a46, thing.first_of(to_jsonb(_1."json") order by _1.id) filter (where _1."json" is not null) as _a47,
        thing.few_of(distinct to_jsonb(_1."json"), 2 order by to_jsonb(_1."json")) filter (
          where _1."json" is not null
        ) as _a48, thing.first_of(to_jsonb(_1."uuid") order by _1.id) filter (where _1."uuid" is not null) as _a49,
        thing.first_of(to_jsonb(_1."uuid") order by _1.id desc) filter (where _1."uuid" is not null) as _a50,
        thing.few_of(distinct to_jsonb(_1."uuid"), 1 order by to_jsonb(_1."uuid")) filter (
          where _1."uuid" is not null
        ) as _a51, count(distinct _1."parent") as _a52,
        thing.first_of(
          to_jsonb(
            case when _1."integer_range" is not null then jsonb_build_object(
              'from', lower(_1."integer_range")::text, 'to', upper(_1."integer_range")::text,
              'bounds', case when isempty(_1."integer_range") then 'empty' else case when lower_inc(
                _1."integer_range"
              ) then '[' else '(' end || case when upper_inc(_1."integer_range") then ']' else ')' end end
            ) end
          )
          order by _1.id
        ) filter (where _1."integer_range" is not null) as _a53,
        thing.few_of(
          distinct to_jsonb(
            case when _1."integer_range" is not null then jsonb_build_object(
              'from', lower(_1."integer_range")::text, 'to', upper(_1."integer_range")::text,
              'bounds', case when isempty(_1."integer_range") then 'empty' else case when lower_inc(
                _1."integer_range"
              ) then '[' else '(' end || case when upper_inc(_1."integer_range") then ']' else ')' end end
            ) end
          ), 2
          order by to_jsonb(
            case when _1."integer_range" is not null then jsonb_build_object(
              'from', lower(_1."integer_range")::text, 'to', upper(_1."integer_range")::text,
              'bounds', case when isempty(_1."integer_range") then 'empty' else case when lower_inc(
                _1."integer_range"
              ) then '[' else '(' end || case when upper_inc(_1."integer_range") then ']' else ')' end end
            ) end
          )
        ) filter (where _1."integer_range" is not null) as _a54,
        sum(_1."rank") filter (where _1."rank" < ($1::text::integer)) as _a55,
        count(_1."rank") filter (where _1."rank" < ($1::text::integer)) as _a56,
        thing.first_of(
          _1."rank"
          order by _1."rank" desc, (select _3."rank" from "tc_sample" _3 where _3.id = _1."parent"), _1.id
        ) filter (where _1."rank" < ($1::text::integer) and _1."rank" is not null) as _a57,
        thing.first_of(
          _1."rank"
          order by _1."rank", (select _3."rank" from "tc_sample" _3 where _3.id = _1."parent") desc, _1.id desc
        ) filter (where _1."rank" < ($1::text::integer) and _1."rank" is not null) as _a58,
        bool_and(_1."boolean") filter (where _1."rank" < ($1::text::integer)) as _a59
        from "tc_sample" _1
        having true
      ) _g
    ) select concat(
      '[', string_agg(
        concat(
          concat(
            '{"count":', coalesce(to_json(_g._a1), 'null'), ',"related":', coalesce(to_json(_g._a2), 'null'),
            ',"fields":{"integer":{"stddev":', coalesce(to_json((_g._a3)::text), 'null'),
            ',"variance":', coalesce(to_json((_g._a4)::text), 'null'),
            ',"median":', coalesce(to_json((_g._a5)::text), 'null'),
            ',"percentile":', coalesce(to_json(_g._a6), 'null'), ',"first":', coalesce(to_json(_g._a7), 'null'),
            ',"last":', coalesce(to_json(_g._a8), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a9) _v),
            ']},"bigint":{"stddev":', coalesce(to_json((_g._a10)::text), 'null'),
            ',"median":', coalesce(to_json((_g._a11)::text), 'null'),
            ',"percentile":', coalesce(to_json((_g._a12)::text), 'null'),
            ',"values":[', (
              select string_agg(concat(coalesce(to_json((_v)::text), 'null')), ',')
              from unnest(_g._a13) _v
            ),
            ']},"decimal":{"stddev":', coalesce(
              '"' || round(_g._a14, greatest(scale(_g._a14), 2))::text || '"', 'null'
            ), ',"variance":', coalesce('"' || round(_g._a15, greatest(scale(_g._a15), 2))::text || '"', 'null'),
            ',"median":', coalesce('"' || round(_g._a16, greatest(scale(_g._a16), 2))::text || '"', 'null'),
            ',"percentile":', coalesce('"' || round(_g._a17, greatest(scale(_g._a17), 2))::text || '"', 'null'),
            ',"values":[', (
              select string_agg(concat(coalesce('"' || round(_v, greatest(scale(_v), 2))::text || '"', 'null')), ',')
              from unnest(_g._a18) _v
            ), '],"first":', coalesce('"' || round(_g._a19, greatest(scale(_g._a19), 2))::text || '"', 'null'),
            '},"float":{"stddev":', coalesce(to_json(_g._a20), 'null'),
            ',"variance":', coalesce(to_json(_g._a21), 'null'), ',"median":', coalesce(to_json(_g._a22), 'null'),
            ',"percentile":', coalesce(to_json(_g._a23), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a24) _v),
            ']},"boolean":{"any":', coalesce(to_json(_g._a25), 'null'), ',"all":', coalesce(to_json(_g._a26), 'null'),
            ',"first":', coalesce(to_json(_g._a27), 'null'), ',"last":', coalesce(to_json(_g._a28), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a29) _v),
            '],"count":', coalesce(to_json(_g._a30), 'null'), ',"distinct":', coalesce(to_json(_g._a31), 'null'),
            '},"text":{"percentile":', coalesce(to_json(_g._a32), 'null'),
            ',"first":', coalesce(to_json(_g._a33), 'null'), ',"last":', coalesce(to_json(_g._a34), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a35) _v),
            ']},"date":{"percentile":', coalesce(to_json(_g._a36), 'null'),
            ',"first":', coalesce(to_json(_g._a37), 'null'), ',"last":', coalesce(to_json(_g._a38), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a39) _v),
            ']},"datetime":{"percentile":', coalesce(to_json(_g._a40), 'null'),
            ',"last":', coalesce(to_json(_g._a41), 'null'), '},"mood":{"first":', coalesce(to_json(_g._a42), 'null'),
            ',"last":', coalesce(to_json(_g._a43), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a44) _v),
            ']},"tags":{"first":', coalesce(to_json(_g._a45), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a46) _v),
            ']},"json":{"first":', coalesce(to_json(_g._a47), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a48) _v),
            ']},"uuid":{"first":', coalesce(to_json(_g._a49), 'null'), ',"last":', coalesce(to_json(_g._a50), 'null')
          ),
          concat(
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a51) _v),
            ']},"parent":{"_distinct":', coalesce(to_json(_g._a52), 'null'),
            '},"integerRange":{"first":', coalesce(to_json(_g._a53), 'null'),
            ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a54) _v),
            ']}},"low":{"rank":{"sum":', coalesce(to_json((_g._a55)::text), 'null'),
            ',"count":', coalesce(to_json(_g._a56), 'null'), ',"first":', coalesce(to_json(_g._a57), 'null'),
            ',"last":', coalesce(to_json(_g._a58), 'null'), '},"boolean":{"all":', coalesce(to_json(_g._a59), 'null'),
            '}},"nodes":[', (
              select string_agg(
                concat(
                  '{"rank":', coalesce(_4."rank"::text, 'null'),
                  ',"text":', coalesce(thing.json_string(_4."text"), 'null'), '}'
                ), ','
                order by _5._n
              )
              from unnest(_t1._ids) with ordinality _5 (_id, _n) join "tc_sample" _4 on _4.id = _5._id
            ), ']}'
          )
        ), ','
        order by _g._i
      ), ']'
    )
    from _page _g left join (
      select _i, array_agg(_id order by _r) as _ids
      from (
        select _g._i, _1.id as _id, row_number() over (partition by _g._i order by _1."rank" desc, _1.id desc) as _r
        from "tc_sample" _1, _page _g
      ) _x
      where _r <= 2
      group by _i
    ) _t1 on _t1._i = _g._i
  ),
  ',"none":', (
    with _page as materialized (
      select _g.*, row_number() over () as _i
      from (
        select count(*) filter (where _6."boolean" = ($11::text::boolean)) as _a1, stddev_samp(_6."integer") as _a2,
        trim_scale(
          (
            percentile_disc(0.5) within
            group (order by _6."integer")::numeric + percentile_disc(0.5) within
            group (order by _6."integer" desc)::numeric
          ) / 2
        ) as _a3, thing.first_of(_6."integer" order by _6.id) filter (where _6."integer" is not null) as _a4,
        thing.few_of(distinct _6."integer", 3 order by _6."integer") filter (where _6."integer" is not null) as _a5,
        bool_or(_6."boolean") as _a6, bool_and(_6."boolean") as _a7
        from "tc_sample" _6
        where _6."rank" > ($12::text::integer)
        having true
      ) _g
    ) select concat(
      '[', string_agg(
        concat(
          '{"count":', coalesce(to_json(_g._a1), 'null'),
          ',"fields":{"integer":{"stddev":', coalesce(to_json((_g._a2)::text), 'null'),
          ',"median":', coalesce(to_json((_g._a3)::text), 'null'), ',"first":', coalesce(to_json(_g._a4), 'null'),
          ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a5) _v),
          ']},"boolean":{"any":', coalesce(to_json(_g._a6), 'null'), ',"all":', coalesce(to_json(_g._a7), 'null'),
          '}},"nodes":[', (
            select string_agg(concat('{"id":"', _7.id, '"}'), ',' order by _8._n)
            from unnest(_t1._ids) with ordinality _8 (_id, _n) join "tc_sample" _7 on _7.id = _8._id
          ), ']}'
        ), ','
        order by _g._i
      ), ']'
    )
    from _page _g left join (
      select _i, array_agg(_id order by _r) as _ids
      from (
        select _g._i, _6.id as _id, row_number() over (partition by _g._i order by _6.id) as _r
        from "tc_sample" _6, _page _g
        where _6."rank" > ($12::text::integer)
      ) _x
      where _r <= 0
      group by _i
    ) _t1 on _t1._i = _g._i
  ),
  ',"moods":', (
    with _page as materialized (
      select _g.*, row_number() over () as _i
      from (
        select _9."mood" as _k1,
        trim_scale(
          (
            percentile_disc(0.5) within
            group (order by _9."rank")::numeric + percentile_disc(0.5) within
            group (order by _9."rank" desc)::numeric
          ) / 2
        ) as _a1, stddev_samp(_9."rank") as _a2,
        thing.first_of(_9."text" order by _9."created_at" desc, _9.id desc) filter (where _9."text" is not null) as _a3
        from "tc_sample" _9
        group by 1
        having trim_scale(
          (
            percentile_disc(0.5) within
            group (order by _9."rank")::numeric + percentile_disc(0.5) within
            group (order by _9."rank" desc)::numeric
          ) / 2
        ) > ($13::text::numeric)
        and bool_or(_9."boolean") = ($14::text::boolean)
        order by stddev_samp(_9."rank") desc, _k1
        limit 1001
      ) _g
    ) select concat(
      '[', string_agg(
        concat(
          '{"key":{"mood":', coalesce(to_json(_g._k1), 'null'),
          '},"fields":{"rank":{"median":', coalesce(to_json((_g._a1)::text), 'null'),
          ',"stddev":', coalesce(to_json((_g._a2)::text), 'null'),
          '},"text":{"last":', coalesce(to_json(_g._a3), 'null'),
          '}},"nodes":[', (
            select string_agg(
              concat(
                '{"rank":', coalesce(_10."rank"::text, 'null'),
                ',"parent":', coalesce(
                  (
                    select concat('{"rank":', coalesce(_12."rank"::text, 'null'), '}')
                    from "tc_sample" _12
                    where _12.id = _10."parent"
                  ), 'null'
                ),
                ',"samplesAggregate":', (
                  with _page as materialized (
                    select _g.*, row_number() over () as _i
                    from (select count(*) as _a1 from "tc_sample" _13 where _13."parent" = _10.id having true) _g
                  ) select concat(
                    '[', string_agg(
                      concat(
                        '{"count":', coalesce(to_json(_g._a1), 'null'),
                        ',"nodes":[', (
                          select string_agg(
                            concat('{"rank":', coalesce(_14."rank"::text, 'null'), '}'), ','
                            order by _15._n
                          )
                          from unnest(_t1._ids) with ordinality _15 (_id, _n) join "tc_sample" _14 on _14.id = _15._id
                        ), ']}'
                      ), ','
                      order by _g._i
                    ), ']'
                  )
                  from _page _g left join (
                    select _i, array_agg(_id order by _r) as _ids
                    from (
                      select _g._i, _13.id as _id, row_number() over (partition by _g._i order by _13.id) as _r
                      from "tc_sample" _13, _page _g
                      where _13."parent" = _10.id
                    ) _x
                    where _r <= 1
                    group by _i
                  ) _t1 on _t1._i = _g._i
                ), '}'
              ), ','
              order by _11._n
            )
            from unnest(_t1._ids) with ordinality _11 (_id, _n) join "tc_sample" _10 on _10.id = _11._id
          ), ']}'
        ), ','
        order by _g._i
      ), ']'
    )
    from _page _g left join (
      select _i, array_agg(_id order by _r) as _ids
      from (
        select _g._i, _9.id as _id,
        row_number() over (partition by _g._i order by _9."created_at" desc, _9.id desc) as _r
        from "tc_sample" _9 join _page _g on array[_9."mood"] = array[_g._k1]
        where _9."boolean" = ($15::text::boolean)
      ) _x
      where _r <= $4::integer
      group by _i
    ) _t1 on _t1._i = _g._i
    having thing.check_groups(count(*), 1000)
  ),
  ',"filled":', (
    with _page as materialized (
      select _g.*, row_number() over () as _i
      from (
        with _g as materialized (
          select (
            _16."rank"::numeric - mod(
              mod(_16."rank"::numeric, $16::text::numeric) + $16::text::numeric, $16::text::numeric
            )
          ) as _k1, count(*) as _a1,
          trim_scale(
            (
              percentile_disc(0.5) within
              group (order by _16."rank")::numeric + percentile_disc(0.5) within
              group (order by _16."rank" desc)::numeric
            ) / 2
          ) as _a2,
          thing.few_of(distinct _16."rank", 2 order by _16."rank") filter (where _16."rank" is not null) as _a3,
          bool_or(_16."boolean") as _a4
          from "tc_sample" _16
          where _16."rank" = any (($17::text[])::integer[])
          group by 1
          limit 1001
        ),
        _f as materialized (
          select *
          from _g
          union all select _k1, 0, null, null, null
          from (
            select _k1
            from (
              select _k1
              from (
                select generate_series(_b._lo, _b._hi, $16::text::numeric) as _k1
                from (select min(_k1) as _lo, max(_k1) as _hi from _g) _b
                limit 1001
              ) _s_k1
              limit 1001
            ) _p except select _k1
            from _g
          ) _e
        ) select _f.*
        from _f, (select thing.check_groups(count(*), 1000) as _ok from _f) _c
        where _c._ok
        order by _k1
        limit 1001
      ) _g
    ) select concat(
      '[', string_agg(
        concat(
          '{"count":', coalesce(to_json(_g._a1), 'null'),
          ',"key":{"rank":', coalesce(
            to_json((case when _g._k1 between -2147483648 and 2147483647 then _g._k1::integer end)), 'null'
          ),
          '},"nodes":[', (
            select string_agg(concat('{"rank":', coalesce(_17."rank"::text, 'null'), '}'), ',' order by _18._n)
            from unnest(_t1._ids) with ordinality _18 (_id, _n) join "tc_sample" _17 on _17.id = _18._id
          ), '],"fields":{"rank":{"median":', coalesce(to_json((_g._a2)::text), 'null'),
          ',"values":[', (select string_agg(concat(coalesce(to_json(_v), 'null')), ',') from unnest(_g._a3) _v),
          ']},"boolean":{"any":', coalesce(to_json(_g._a4), 'null'), '}}}'
        ), ','
        order by _g._i
      ), ']'
    )
    from _page _g left join (
      select _i, array_agg(_id order by _r) as _ids
      from (
        select _g._i, _16.id as _id, row_number() over (partition by _g._i order by _16.id) as _r
        from "tc_sample" _16 join _page _g on (
          _16."rank"::numeric - mod(
            mod(_16."rank"::numeric, $16::text::numeric) + $16::text::numeric, $16::text::numeric
          )
        ) = _g._k1
        where _16."rank" = any (($17::text[])::integer[])
      ) _x
      where _r <= 20
      group by _i
    ) _t1 on _t1._i = _g._i
  ),
  ',"people":', (
    with _page as materialized (
      select _g.*, row_number() over () as _i
      from (
        select _19."country" as _k1
        from (
          select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_person"
          union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_manager"
        ) _19
        group by 1
        order by _k1
        limit 1001
      ) _g
    ) select concat(
      '[', string_agg(
        concat(
          '{"key":{"country":', coalesce(to_json(_g._k1), 'null'),
          '},"nodes":[', (
            select string_agg(
              concat(
                coalesce(
                  case _20._class_id when 12 then (
                    select concat(
                      '{"__typename":"PersonItself","name":', coalesce(thing.json_string(_22."name"), 'null'), '}'
                    )
                    from "tc_person" _22
                    where _22.id = _20.id
                  ) when 13 then (
                    select concat(
                      '{"__typename":"EmployeeItself","name":', coalesce(thing.json_string(_23."name"), 'null'),
                      ',"salary":', coalesce('"' || _23."salary"::text || '"', 'null'), '}'
                    )
                    from "tc_employee" _23
                    where _23.id = _20.id
                  ) when 14 then (
                    select concat(
                      '{"__typename":"Manager","name":', coalesce(thing.json_string(_24."name"), 'null'),
                      ',"salary":', coalesce('"' || _24."salary"::text || '"', 'null'), '}'
                    )
                    from "tc_manager" _24
                    where _24.id = _20.id
                  ) end, 'null'
                )
              ), ','
              order by _21._n
            )
            from unnest(_t1._ids) with ordinality _21 (_id, _n) join (
              select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age"
              from "tc_person"
              union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age"
              from "tc_employee"
              union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age"
              from "tc_manager"
            ) _20 on _20.id = _21._id
          ), ']}'
        ), ','
        order by _g._i
      ), ']'
    )
    from _page _g left join (
      select _i, array_agg(_id order by _r) as _ids
      from (
        select _g._i, _19.id as _id, row_number() over (partition by _g._i order by _19."name", _19.id) as _r
        from (
          select 12 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_person"
          union all select 13 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_employee"
          union all select 14 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_manager"
        ) _19 join _page _g on array[_19."country"] = array[_g._k1]
      ) _x
      where _r <= 2
      group by _i
    ) _t1 on _t1._i = _g._i
    having thing.check_groups(count(*), 1000)
  ), '}'
)
