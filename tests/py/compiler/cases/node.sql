select json_build_object(
  'sample', (
    select case _1.class_id when 10 then (
      select json_build_object('id', _2."id", '__typename', 'Sample', 'plain', _2."plain")
      from "tc_sample" _2
      where _2.id = _1.id
    ) else json_build_object(
      'id', _1.id,
      '__typename', (
        select _c.name || case when not _c.abstract
        and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
        from thing_classes _c
        where _c.id = _1.class_id
      )
    ) end
    from thing_instances _1
    where _1.id = ($1::text)::uuid
  ),
  'person', (
    select case _3.class_id when 12 then (
      select json_build_object(
        '__typename', 'PersonItself', 'name', _4."name", 'age', _4."age", 'country', _4."country"
      )
      from "tc_person" _4
      where _4.id = _3.id
    ) when 15 then (
      select json_build_object('__typename', 'Company', 'name', _5."name")
      from "tc_company" _5
      where _5.id = _3.id
    ) when 13 then (
      select json_build_object('__typename', 'EmployeeItself', 'name', _6."name", 'age', _6."age")
      from "tc_employee" _6
      where _6.id = _3.id
    ) when 14 then (
      select json_build_object('__typename', 'Manager', 'name', _7."name", 'age', _7."age")
      from "tc_manager" _7
      where _7.id = _3.id
    ) when 10 then (
      select json_build_object('__typename', 'Sample', 'plain', _8."plain")
      from "tc_sample" _8
      where _8.id = _3.id
    ) else json_build_object(
      '__typename', (
        select _c.name || case when not _c.abstract
        and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
        from thing_classes _c
        where _c.id = _3.class_id
      )
    ) end
    from thing_instances _3
    where _3.id = ($2::text)::uuid
  ),
  'manager', (
    select case _9.class_id when 15 then (
      select json_build_object('id', _10."id", 'name', _10."name")
      from "tc_company" _10
      where _10.id = _9.id
    ) when 13 then (
      select json_build_object(
        'id', _11."id", 'name', _11."name", 'salary', _11."salary"::text,
        'boss', coalesce(
          (select json_build_object('name', _12."name") from "tc_employee" _12 where _12.id = _11."boss"),
          (select json_build_object('name', _13."name") from "tc_manager" _13 where _13.id = _11."boss")
        )
      )
      from "tc_employee" _11
      where _11.id = _9.id
    ) when 14 then (
      select json_build_object(
        'id', _14."id", 'name', _14."name", 'salary', _14."salary"::text,
        'boss', coalesce(
          (select json_build_object('name', _15."name") from "tc_employee" _15 where _15.id = _14."boss"),
          (select json_build_object('name', _16."name") from "tc_manager" _16 where _16.id = _14."boss")
        )
      )
      from "tc_manager" _14
      where _14.id = _9.id
    ) else json_build_object('id', _9.id) end
    from thing_instances _9
    where _9.id = ($3::text)::uuid
  ),
  'plain', (
    select json_build_object(
      'id', _17.id,
      '__typename', (
        select _c.name || case when not _c.abstract
        and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
        from thing_classes _c
        where _c.id = _17.class_id
      )
    )
    from thing_instances _17
    where _17.id = ($4::text)::uuid
  ),
  'other', (
    select case _18.class_id when 15 then (
      select json_build_object('name', _19."name")
      from "tc_company" _19
      where _19.id = _18.id
    ) when 13 then (
      select json_build_object(
        'name', _20."name", 'salary', _20."salary"::text,
        'boss', coalesce(
          (select json_build_object('name', _21."name") from "tc_employee" _21 where _21.id = _20."boss"),
          (select json_build_object('name', _22."name") from "tc_manager" _22 where _22.id = _20."boss")
        )
      )
      from "tc_employee" _20
      where _20.id = _18.id
    ) when 14 then (
      select json_build_object(
        'name', _23."name", 'salary', _23."salary"::text,
        'boss', coalesce(
          (select json_build_object('name', _24."name") from "tc_employee" _24 where _24.id = _23."boss"),
          (select json_build_object('name', _25."name") from "tc_manager" _25 where _25.id = _23."boss")
        )
      )
      from "tc_manager" _23
      where _23.id = _18.id
    ) else json_build_object() end
    from thing_instances _18
    where _18.id = ($5::text)::uuid
  ), 'none', (select json_build_object('id', _26.id) from thing_instances _26 where _26.id = ($6::text)::uuid),
  'any', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'anything', (
              select case _28.class_id when 17 then (
                select json_build_object(
                  'id', _29."id",
                  '__typename', 'Contract', 'seller', coalesce(
                    (select json_build_object('name', _30."name") from "tc_person" _30 where _30.id = _29."seller"),
                    (select json_build_object('name', _31."name") from "tc_company" _31 where _31.id = _29."seller"),
                    (select json_build_object('name', _32."name") from "tc_employee" _32 where _32.id = _29."seller"),
                    (select json_build_object('name', _33."name") from "tc_manager" _33 where _33.id = _29."seller")
                  )
                )
                from "tc_contract" _29
                where _29.id = _28.id
              ) when 13 then (
                select json_build_object('id', _34."id", '__typename', 'EmployeeItself', 'salary', _34."salary"::text)
                from "tc_employee" _34
                where _34.id = _28.id
              ) when 14 then (
                select json_build_object('id', _35."id", '__typename', 'Manager', 'salary', _35."salary"::text)
                from "tc_manager" _35
                where _35.id = _28.id
              ) when 10 then (
                select json_build_object('id', _36."id", '__typename', 'Sample', 'rank', _36."rank")
                from "tc_sample" _36
                where _36.id = _28.id
              ) else json_build_object(
                'id', _28.id,
                '__typename', (
                  select _c.name || case when not _c.abstract
                  and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
                  from thing_classes _c
                  where _c.id = _28.class_id
                )
              ) end
              from thing_instances _28
              where _28.id = _27."anything"
            )
          )
        ), '[]'::json
      )
      from (
        select _27.id, _27."anything"
        from "tc_sample" _27
        where _27."anything" is not null
        order by _27.id
        limit 100
      ) _27
    )
  )
)
