select concat(
  '{"sample":', coalesce(
    (
      select case _1.class_id when 10 then (
        select concat(
          '{"id":"', _2.id, '","__typename":"Sample","plain":', coalesce(thing.json_string(_2."plain"), 'null'), '}'
        )
        from "tc_sample" _2
        where _2.id = _1.id
      ) else concat(
        '{"id":"', _1.id,
        '","__typename":', coalesce(
          '"' || (
            select _c.name || case when not _c.abstract
            and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
            from thing_classes _c
            where _c.id = _1.class_id
          ) || '"', 'null'
        ), '}'
      ) end
      from thing_instances _1
      where _1.id = ($1::text)::uuid
    ), 'null'
  ),
  ',"person":', coalesce(
    (
      select case _3.class_id when 12 then (
        select concat(
          '{"__typename":"PersonItself","name":', coalesce(thing.json_string(_4."name"), 'null'),
          ',"age":', coalesce(_4."age"::text, 'null'),
          ',"country":', coalesce(thing.json_string(_4."country"), 'null'), '}'
        )
        from "tc_person" _4
        where _4.id = _3.id
      ) when 15 then (
        select concat('{"__typename":"Company","name":', coalesce(thing.json_string(_5."name"), 'null'), '}')
        from "tc_company" _5
        where _5.id = _3.id
      ) when 13 then (
        select concat(
          '{"__typename":"EmployeeItself","name":', coalesce(thing.json_string(_6."name"), 'null'),
          ',"age":', coalesce(_6."age"::text, 'null'), '}'
        )
        from "tc_employee" _6
        where _6.id = _3.id
      ) when 14 then (
        select concat(
          '{"__typename":"Manager","name":', coalesce(thing.json_string(_7."name"), 'null'),
          ',"age":', coalesce(_7."age"::text, 'null'), '}'
        )
        from "tc_manager" _7
        where _7.id = _3.id
      ) when 10 then (
        select concat('{"__typename":"Sample","plain":', coalesce(thing.json_string(_8."plain"), 'null'), '}')
        from "tc_sample" _8
        where _8.id = _3.id
      ) else concat(
        '{"__typename":', coalesce(
          '"' || (
            select _c.name || case when not _c.abstract
            and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
            from thing_classes _c
            where _c.id = _3.class_id
          ) || '"', 'null'
        ), '}'
      ) end
      from thing_instances _3
      where _3.id = ($2::text)::uuid
    ), 'null'
  ),
  ',"manager":', coalesce(
    (
      select case _9.class_id when 15 then (
        select concat('{"id":"', _10.id, '","name":', coalesce(thing.json_string(_10."name"), 'null'), '}')
        from "tc_company" _10
        where _10.id = _9.id
      ) when 13 then (
        select concat(
          '{"id":"', _11.id, '","name":', coalesce(thing.json_string(_11."name"), 'null'),
          ',"salary":', coalesce('"' || _11."salary"::text || '"', 'null'),
          ',"boss":', coalesce(
            (
              select concat('{"name":', coalesce(thing.json_string(_12."name"), 'null'), '}')
              from "tc_employee" _12
              where _12.id = _11."boss"
            ),
            (
              select concat('{"name":', coalesce(thing.json_string(_13."name"), 'null'), '}')
              from "tc_manager" _13
              where _13.id = _11."boss"
            ), 'null'
          ), '}'
        )
        from "tc_employee" _11
        where _11.id = _9.id
      ) when 14 then (
        select concat(
          '{"id":"', _14.id, '","name":', coalesce(thing.json_string(_14."name"), 'null'),
          ',"salary":', coalesce('"' || _14."salary"::text || '"', 'null'),
          ',"boss":', coalesce(
            (
              select concat('{"name":', coalesce(thing.json_string(_15."name"), 'null'), '}')
              from "tc_employee" _15
              where _15.id = _14."boss"
            ),
            (
              select concat('{"name":', coalesce(thing.json_string(_16."name"), 'null'), '}')
              from "tc_manager" _16
              where _16.id = _14."boss"
            ), 'null'
          ), '}'
        )
        from "tc_manager" _14
        where _14.id = _9.id
      ) else concat('{"id":"', _9.id, '"}') end
      from thing_instances _9
      where _9.id = ($3::text)::uuid
    ), 'null'
  ),
  ',"plain":', coalesce(
    (
      select concat(
        '{"id":"', _17.id,
        '","__typename":', coalesce(
          '"' || (
            select _c.name || case when not _c.abstract
            and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
            from thing_classes _c
            where _c.id = _17.class_id
          ) || '"', 'null'
        ), '}'
      )
      from thing_instances _17
      where _17.id = ($4::text)::uuid
    ), 'null'
  ),
  ',"other":', coalesce(
    (
      select case _18.class_id when 15 then (
        select concat('{"name":', coalesce(thing.json_string(_19."name"), 'null'), '}')
        from "tc_company" _19
        where _19.id = _18.id
      ) when 13 then (
        select concat(
          '{"name":', coalesce(thing.json_string(_20."name"), 'null'),
          ',"salary":', coalesce('"' || _20."salary"::text || '"', 'null'),
          ',"boss":', coalesce(
            (
              select concat('{"name":', coalesce(thing.json_string(_21."name"), 'null'), '}')
              from "tc_employee" _21
              where _21.id = _20."boss"
            ),
            (
              select concat('{"name":', coalesce(thing.json_string(_22."name"), 'null'), '}')
              from "tc_manager" _22
              where _22.id = _20."boss"
            ), 'null'
          ), '}'
        )
        from "tc_employee" _20
        where _20.id = _18.id
      ) when 14 then (
        select concat(
          '{"name":', coalesce(thing.json_string(_23."name"), 'null'),
          ',"salary":', coalesce('"' || _23."salary"::text || '"', 'null'),
          ',"boss":', coalesce(
            (
              select concat('{"name":', coalesce(thing.json_string(_24."name"), 'null'), '}')
              from "tc_employee" _24
              where _24.id = _23."boss"
            ),
            (
              select concat('{"name":', coalesce(thing.json_string(_25."name"), 'null'), '}')
              from "tc_manager" _25
              where _25.id = _23."boss"
            ), 'null'
          ), '}'
        )
        from "tc_manager" _23
        where _23.id = _18.id
      ) else concat('{}') end
      from thing_instances _18
      where _18.id = ($5::text)::uuid
    ), 'null'
  ),
  ',"none":', coalesce(
    (select concat('{"id":"', _26.id, '"}') from thing_instances _26 where _26.id = ($6::text)::uuid), 'null'
  ),
  ',"any":{"nodes":[', (
    select string_agg(
      concat(
        '{"anything":', coalesce(
          (
            select case _28.class_id when 17 then (
              select concat(
                '{"id":"', _29.id,
                '","__typename":"Contract","seller":', coalesce(
                  (
                    select concat('{"name":', coalesce(thing.json_string(_30."name"), 'null'), '}')
                    from "tc_person" _30
                    where _30.id = _29."seller"
                  ),
                  (
                    select concat('{"name":', coalesce(thing.json_string(_31."name"), 'null'), '}')
                    from "tc_company" _31
                    where _31.id = _29."seller"
                  ),
                  (
                    select concat('{"name":', coalesce(thing.json_string(_32."name"), 'null'), '}')
                    from "tc_employee" _32
                    where _32.id = _29."seller"
                  ),
                  (
                    select concat('{"name":', coalesce(thing.json_string(_33."name"), 'null'), '}')
                    from "tc_manager" _33
                    where _33.id = _29."seller"
                  ), 'null'
                ), '}'
              )
              from "tc_contract" _29
              where _29.id = _28.id
            ) when 13 then (
              select concat(
                '{"id":"', _34.id,
                '","__typename":"EmployeeItself","salary":', coalesce('"' || _34."salary"::text || '"', 'null'), '}'
              )
              from "tc_employee" _34
              where _34.id = _28.id
            ) when 14 then (
              select concat(
                '{"id":"', _35.id,
                '","__typename":"Manager","salary":', coalesce('"' || _35."salary"::text || '"', 'null'), '}'
              )
              from "tc_manager" _35
              where _35.id = _28.id
            ) when 10 then (
              select concat(
                '{"id":"', _36.id, '","__typename":"Sample","rank":', coalesce(_36."rank"::text, 'null'), '}'
              )
              from "tc_sample" _36
              where _36.id = _28.id
            ) else concat(
              '{"id":"', _28.id,
              '","__typename":', coalesce(
                '"' || (
                  select _c.name || case when not _c.abstract
                  and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
                  from thing_classes _c
                  where _c.id = _28.class_id
                ) || '"', 'null'
              ), '}'
            ) end
            from thing_instances _28
            where _28.id = _27."anything"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _27.id, _27."anything"
      from "tc_sample" _27
      where _27."anything" is not null
      order by _27.id
      limit 100
    ) _27
  ), ']}}'
)
