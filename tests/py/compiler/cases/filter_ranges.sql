select json_build_object(
  'integerOverlaps', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (
        select t1.id, t1."integer_range"
        from "tc_sample" t1
        where t1."integer_range" && (
          case when jsonb_typeof(($1::text)::jsonb) = 'object' then case when ($1::text)::jsonb ->> 'bounds' = 'empty' then 'empty'::int8range else int8range(
            (($1::text)::jsonb ->> 'from')::bigint, (($1::text)::jsonb ->> 'to')::bigint,
            coalesce(($1::text)::jsonb ->> 'bounds', '[)')
          ) end end
        )
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'integerEmpty', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."integer_range"
        from "tc_sample" t2
        where t2."integer_range" = (
          case when jsonb_typeof(($2::text)::jsonb) = 'object' then case when ($2::text)::jsonb ->> 'bounds' = 'empty' then 'empty'::int8range else int8range(
            (($2::text)::jsonb ->> 'from')::bigint, (($2::text)::jsonb ->> 'to')::bigint,
            coalesce(($2::text)::jsonb ->> 'bounds', '[)')
          ) end end
        )
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'integerContains', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."integer_range"
        from "tc_sample" t3
        where t3."integer_range" @> (
          case when jsonb_typeof(($3::text)::jsonb) = 'object' then case when ($3::text)::jsonb ->> 'bounds' = 'empty' then 'empty'::int8range else int8range(
            (($3::text)::jsonb ->> 'from')::bigint, (($3::text)::jsonb ->> 'to')::bigint,
            coalesce(($3::text)::jsonb ->> 'bounds', '[)')
          ) end end
        )
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'integerContainsValue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (
        select t4.id, t4."integer_range"
        from "tc_sample" t4
        where t4."integer_range" @> ($4::text)::bigint
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'integerContainedBy', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (
        select t5.id, t5."integer_range"
        from "tc_sample" t5
        where t5."integer_range" <@ (
          case when jsonb_typeof(($5::text)::jsonb) = 'object' then case when ($5::text)::jsonb ->> 'bounds' = 'empty' then 'empty'::int8range else int8range(
            (($5::text)::jsonb ->> 'from')::bigint, (($5::text)::jsonb ->> 'to')::bigint,
            coalesce(($5::text)::jsonb ->> 'bounds', '[)')
          ) end end
        )
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'integerNe', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (
        select t6.id, t6."integer_range"
        from "tc_sample" t6
        where t6."integer_range" is distinct
        from (
          case when jsonb_typeof(($6::text)::jsonb) = 'object' then case when ($6::text)::jsonb ->> 'bounds' = 'empty' then 'empty'::int8range else int8range(
            (($6::text)::jsonb ->> 'from')::bigint, (($6::text)::jsonb ->> 'to')::bigint,
            coalesce(($6::text)::jsonb ->> 'bounds', '[)')
          ) end end
        )
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'integerOpen', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (
        select t7.id, t7."integer_range"
        from "tc_sample" t7
        where t7."integer_range" @> ($7::text)::bigint
        order by t7.id
        limit 100
      ) t7
    )
  ),
  'decimalEq', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (
        select t8.id, t8."decimal_range"
        from "tc_sample" t8
        where t8."decimal_range" = (
          case when jsonb_typeof(($8::text)::jsonb) = 'object' then case when ($8::text)::jsonb ->> 'bounds' = 'empty' then 'empty'::numrange else numrange(
            (($8::text)::jsonb ->> 'from')::numeric, (($8::text)::jsonb ->> 'to')::numeric,
            coalesce(($8::text)::jsonb ->> 'bounds', '[)')
          ) end end
        )
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'decimalValue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."decimal_range"
        from "tc_sample" t9
        where t9."decimal_range" @> ($9::text)::numeric
        order by t9.id
        limit 100
      ) t9
    )
  ),
  'decimalClosed', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."id")), '[]'::json)
      from (
        select t10.id, t10."decimal_range"
        from "tc_sample" t10
        where t10."decimal_range" @> ($10::text)::numeric
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'dateValue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t11."id")), '[]'::json)
      from (
        select t11.id, t11."date_range"
        from "tc_sample" t11
        where t11."date_range" @> ($11::text)::date
        order by t11.id
        limit 100
      ) t11
    )
  ),
  'dateOverlaps', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t12."id")), '[]'::json)
      from (
        select t12.id, t12."date_range"
        from "tc_sample" t12
        where t12."date_range" && (
          case when jsonb_typeof(($12::text)::jsonb) = 'object' then case when ($12::text)::jsonb ->> 'bounds' = 'empty' then 'empty'::daterange else daterange(
            (($12::text)::jsonb ->> 'from')::date, (($12::text)::jsonb ->> 'to')::date,
            coalesce(($12::text)::jsonb ->> 'bounds', '[)')
          ) end end
        )
        order by t12.id
        limit 100
      ) t12
    )
  ),
  'dateNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t13."id")), '[]'::json)
      from (
        select t13.id, t13."date_range"
        from "tc_sample" t13
        where t13."date_range" is null
        order by t13.id
        limit 100
      ) t13
    )
  ),
  'datetimeValue', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t14."id")), '[]'::json)
      from (
        select t14.id, t14."datetime_range"
        from "tc_sample" t14
        where t14."datetime_range" @> ($13::text)::timestamptz
        order by t14.id
        limit 100
      ) t14
    )
  ),
  'datetimeWithin', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t15."id")), '[]'::json)
      from (
        select t15.id, t15."datetime_range"
        from "tc_sample" t15
        where t15."datetime_range" <@ (
          case when jsonb_typeof(($14::text)::jsonb) = 'object' then case when ($14::text)::jsonb ->> 'bounds' = 'empty' then 'empty'::tstzrange else tstzrange(
            (($14::text)::jsonb ->> 'from')::timestamptz, (($14::text)::jsonb ->> 'to')::timestamptz,
            coalesce(($14::text)::jsonb ->> 'bounds', '[)')
          ) end end
        )
        order by t15.id
        limit 100
      ) t15
    )
  )
)
