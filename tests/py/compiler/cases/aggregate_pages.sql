select concat(
  '{"open":[', (
    select string_agg(
      concat(
        '{"key":{"integer":', coalesce(
          to_json(
            (
              case when (($1::text[])::numeric[])[_g._k1] between -2147483648
              and 2147483647 then (($1::text[])::numeric[])[_g._k1]::integer end
            )
          ), 'null'
        ),
        ',"end":', coalesce(
          to_json(
            (
              case when (($1::text[])::numeric[])[_g._k1 + 1] between -2147483648
              and 2147483647 then (($1::text[])::numeric[])[_g._k1 + 1]::integer end
            )
          ), 'null'
        ),
        ',"_missing":', coalesce(
          to_json(to_json(array_remove(array[case when _g._k1 is null then 'integer' end]::text[], null))), 'null'
        ), '}}'
      ), ','
    )
    from (
      select width_bucket(_1."integer"::numeric, ($1::text[])::numeric[]) as _k1
      from "tc_sample" _1
      group by 1
      order by _k1
      limit 1001
    ) _g
    having thing.check_groups(count(*), 1000)
  ),
  '],"ranked":[', (
    select string_agg(
      concat(
        '{"key":{"country":', coalesce(to_json(_g._k1), 'null'), '},"position":', coalesce(to_json(_g._p), 'null'),
        ',"groupCount":', coalesce(to_json(_g._n), 'null'),
        ',"fields":{"age":{"percentile":', coalesce(to_json(_g._a1), 'null'), '}}}'
      ), ','
    )
    from (
      select *
      from (
        select _g.*, row_number() over (order by _g._o1 desc nulls last, _g._o2 desc, _g._k1) as _p
        from (
          select _2."country" as _k1, percentile_disc($2::text::double precision) within
          group (order by _2."age") as _a1, percentile_disc($3::text::double precision) within
          group (order by _2."age") as _o1, count(*) filter (where _2."age" > ($4::text::integer)) as _o2,
          count(*) over () as _n
          from (
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
          ) _2
          group by 1
        ) _g
      ) _g
      order by _g._o1 desc nulls last, _g._o2 desc, _g._k1
      limit 2
    ) _g
  ),
  '],"one":[', (
    select string_agg(
      concat(
        '{"count":', coalesce(to_json(_g._a1), 'null'),
        ',"cursor":', coalesce(
          to_json(
            translate(
              encode(convert_to(json_build_array('5da78dc0', (_g._o1)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
            )
          ), 'null'
        ), ',"position":', coalesce(to_json(_g._p), 'null'), '}'
      ), ','
    )
    from (
      select *
      from (
        select *
        from (
          select _g.*, row_number() over (order by _g._o1) as _p
          from (select count(*) as _a1, 0 as _o1 from "tc_sample" _3 having true) _g
        ) _g
        order by _g._o1 desc
        limit 3
      ) _g
      order by _g._o1
    ) _g
  ),
  '],"chosen":[', (
    select string_agg(
      concat(
        '{"key":{"boolean":', coalesce(to_json(_g._k1), 'null'),
        '},"fields":{"boolean":{"share":', coalesce(to_json(_g._a1), 'null'),
        '}},"cursor":', coalesce(
          to_json(
            translate(
              encode(convert_to(json_build_array('1e7a8280', (_g._k1)::text)::text, 'UTF8'), 'base64'), E'+/\n=', '-_'
            )
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select *
      from (
        select *
        from (
          select _4."boolean" as _k1, avg(_4."boolean"::integer)::double precision as _a1
          from "tc_sample" _4
          group by 1
          having (
            (avg(_4."boolean"::integer)::double precision > ($5::text::double precision))
            or (count(*) filter (where _4."rank" > ($6::text::integer)) >= ($7::text::bigint))
          )
        ) _g
        order by _g._k1 desc
        limit 1
      ) _g
      order by _g._k1
    ) _g
  ), ']}'
)
