select concat(
  '{"contracts":{"nodes":[', (
    select string_agg(
      concat(
        '{"title":', coalesce(thing.json_string(_1."title"), 'null'),
        ',"seller":', coalesce(
          (
            select concat(
              '{"name":', coalesce(thing.json_string(_2."name"), 'null'), ',"age":', coalesce(_2."age"::text, 'null'),
              '}'
            )
            from "tc_person" _2
            where _2.id = ($1::text::uuid)
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_3."name"), 'null'), '}')
            from "tc_company" _3
            where _3.id = ($1::text::uuid)
          ),
          (
            select concat(
              '{"name":', coalesce(thing.json_string(_4."name"), 'null'), ',"age":', coalesce(_4."age"::text, 'null'),
              '}'
            )
            from "tc_employee" _4
            where _4.id = ($1::text::uuid)
          ),
          (
            select concat(
              '{"name":', coalesce(thing.json_string(_5."name"), 'null'), ',"age":', coalesce(_5."age"::text, 'null'),
              '}'
            )
            from "tc_manager" _5
            where _5.id = ($1::text::uuid)
          ), 'null'
        ),
        ',"buyer":', coalesce(
          (
            select concat('{"name":', coalesce(thing.json_string(_6."name"), 'null'), '}')
            from "tc_person" _6
            where _6.id = _1."buyer"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_7."name"), 'null'), '}')
            from "tc_company" _7
            where _7.id = _1."buyer"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_8."name"), 'null'), '}')
            from "tc_employee" _8
            where _8.id = _1."buyer"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_9."name"), 'null'), '}')
            from "tc_manager" _9
            where _9.id = _1."buyer"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _1.id, _1."title", _1."buyer", _1."seller"
      from "tc_contract" _1
      where _1."seller" = ($1::text::uuid)
      order by _1.id
      limit 100
    ) _1
  ),
  ']},"paged":', (
    select concat(
      '{"totalCount":', coalesce(
        to_json(
          (
            select count(*)
            from "tc_contract" _12
            where (_12."seller" = ($1::text::uuid))
            and _12."title" is distinct
            from ($2::text)
          )
        ), 'null'
      ), ',"nodes":[', string_agg(concat(_11._j1), ',' order by _11._n) filter (where _11._n <= 100), ']}'
    )
    from (
      select concat(
        '{"title":', coalesce(thing.json_string(_10."title"), 'null'),
        ',"seller":', coalesce(
          (
            select concat('{"id":"', _13.id, '","name":', coalesce(thing.json_string(_13."name"), 'null'), '}')
            from "tc_person" _13
            where _13.id = ($1::text::uuid)
          ),
          (
            select concat('{"id":"', _14.id, '","name":', coalesce(thing.json_string(_14."name"), 'null'), '}')
            from "tc_company" _14
            where _14.id = ($1::text::uuid)
          ),
          (
            select concat('{"id":"', _15.id, '","name":', coalesce(thing.json_string(_15."name"), 'null'), '}')
            from "tc_employee" _15
            where _15.id = ($1::text::uuid)
          ),
          (
            select concat('{"id":"', _16.id, '","name":', coalesce(thing.json_string(_16."name"), 'null'), '}')
            from "tc_manager" _16
            where _16.id = ($1::text::uuid)
          ), 'null'
        ), '}'
      ) as _j1, row_number() over () as _n, count(*) over () as _m
      from (
        select _10.id, _10."title", _10."seller"
        from "tc_contract" _10
        where (_10."seller" = ($1::text::uuid))
        and _10."title" is distinct
        from ($2::text)
        order by _10.id
        limit 100 + 1
      ) _10
    ) _11
    having true
  ),
  ',"either":{"nodes":[', (
    select string_agg(
      concat(
        '{"title":', coalesce(thing.json_string(_17."title"), 'null'),
        ',"seller":', coalesce(
          (
            select concat('{"name":', coalesce(thing.json_string(_18."name"), 'null'), '}')
            from "tc_person" _18
            where _18.id = _17."seller"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_19."name"), 'null'), '}')
            from "tc_company" _19
            where _19.id = _17."seller"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_20."name"), 'null'), '}')
            from "tc_employee" _20
            where _20.id = _17."seller"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_21."name"), 'null'), '}')
            from "tc_manager" _21
            where _21.id = _17."seller"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _17.id, _17."title", _17."seller"
      from "tc_contract" _17
      where ((_17."seller" = ($1::text::uuid)) or (_17."title" = ($3::text)))
      order by _17.id
      limit 100
    ) _17
  ),
  ']},"samples":{"nodes":[', (
    select string_agg(
      concat(
        '{"plain":', coalesce(thing.json_string(_22."plain"), 'null'),
        ',"samples":', (
          select concat(
            '{"nodes":[', string_agg(concat(_24._j1), ',' order by _24._n) filter (where _24._n <= 20),
            '],"pageInfo":{"hasNextPage":', coalesce((coalesce(max(_24._m) > 20, false))::text, 'null'), '}}'
          )
          from (
            select concat(
              '{"plain":', coalesce(thing.json_string(_23."plain"), 'null'),
              ',"parent":', coalesce(
                (
                  select concat('{"plain":', coalesce(thing.json_string(_25."plain"), 'null'), '}')
                  from "tc_sample" _25
                  where _25.id = _22.id
                ), 'null'
              ), '}'
            ) as _j1, row_number() over () as _n, count(*) over () as _m
            from (
              select _23.id, _23."parent", _23."plain"
              from "tc_sample" _23
              where _23."parent" = _22.id
              order by _23.id
              limit 20 + 1
            ) _23
          ) _24
          having true
        ), '}'
      ), ','
    )
    from (select _22.id, _22."plain" from "tc_sample" _22 where _22."id" = ($4::text::uuid) order by _22.id limit 100) _22
  ),
  ']},"anythings":{"nodes":[', (
    select string_agg(
      concat(
        '{"plain":', coalesce(thing.json_string(_26."plain"), 'null'),
        ',"anything":', coalesce(
          (
            select concat(
              '{"__typename":', coalesce(
                '"' || (
                  select _c.name || case when not _c.abstract
                  and exists (select from thing_classes _k where _k.extends_id = _c.id and _k.dropped_version is null) then 'Itself' else '' end
                  from thing_classes _c
                  where _c.id = _27.class_id
                ) || '"', 'null'
              ), ',"id":"', _27.id, '"}'
            )
            from thing_instances _27
            where _27.id = ($1::text::uuid)
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _26.id, _26."plain", _26."anything"
      from "tc_sample" _26
      where _26."anything" = ($1::text::uuid)
      order by _26.id
      limit 100
    ) _26
  ),
  ']},"none":{"nodes":[', (
    select string_agg(
      concat(
        '{"title":', coalesce(thing.json_string(_28."title"), 'null'),
        ',"buyer":', coalesce(
          (
            select concat('{"name":', coalesce(thing.json_string(_29."name"), 'null'), '}')
            from "tc_person" _29
            where _29.id = _28."buyer"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_30."name"), 'null'), '}')
            from "tc_company" _30
            where _30.id = _28."buyer"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_31."name"), 'null'), '}')
            from "tc_employee" _31
            where _31.id = _28."buyer"
          ),
          (
            select concat('{"name":', coalesce(thing.json_string(_32."name"), 'null'), '}')
            from "tc_manager" _32
            where _32.id = _28."buyer"
          ), 'null'
        ), '}'
      ), ','
    )
    from (
      select _28.id, _28."title", _28."buyer"
      from "tc_contract" _28
      where _28."buyer" is null
      order by _28.id
      limit 100
    ) _28
  ), ']}}'
)
