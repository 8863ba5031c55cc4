select json_build_object(
  'sample', (
    select case t1.class_id when 10 then (
      select json_build_object('id', t2."id", '__typename', 'Sample', 'plain', t2."plain")
      from "tc_sample" t2
      where t2.id = t1.id
    ) else json_build_object(
      'id', t1.id,
      '__typename', (
        select c.name || case when not c.abstract
        and exists (select from thing_classes k where k.extends_id = c.id and k.dropped_version is null) then 'Itself' else '' end
        from thing_classes c
        where c.id = t1.class_id
      )
    ) end
    from thing_instances t1
    where t1.id = ($1::text)::uuid
  ),
  'person', (
    select case t3.class_id when 12 then (
      select json_build_object(
        '__typename', 'PersonItself', 'name', t4."name", 'age', t4."age", 'country', t4."country"
      )
      from "tc_person" t4
      where t4.id = t3.id
    ) when 15 then (
      select json_build_object('__typename', 'Company', 'name', t5."name")
      from "tc_company" t5
      where t5.id = t3.id
    ) when 13 then (
      select json_build_object('__typename', 'EmployeeItself', 'name', t6."name", 'age', t6."age")
      from "tc_employee" t6
      where t6.id = t3.id
    ) when 14 then (
      select json_build_object('__typename', 'Manager', 'name', t7."name", 'age', t7."age")
      from "tc_manager" t7
      where t7.id = t3.id
    ) when 10 then (
      select json_build_object('__typename', 'Sample', 'plain', t8."plain")
      from "tc_sample" t8
      where t8.id = t3.id
    ) else json_build_object(
      '__typename', (
        select c.name || case when not c.abstract
        and exists (select from thing_classes k where k.extends_id = c.id and k.dropped_version is null) then 'Itself' else '' end
        from thing_classes c
        where c.id = t3.class_id
      )
    ) end
    from thing_instances t3
    where t3.id = ($2::text)::uuid
  ),
  'manager', (
    select case t9.class_id when 15 then (
      select json_build_object('id', t10."id", 'name', t10."name")
      from "tc_company" t10
      where t10.id = t9.id
    ) when 13 then (
      select json_build_object(
        'id', t11."id", 'name', t11."name", 'salary', t11."salary"::text,
        'boss', coalesce(
          (select json_build_object('name', t12."name") from "tc_employee" t12 where t12.id = t11."boss"),
          (select json_build_object('name', t13."name") from "tc_manager" t13 where t13.id = t11."boss")
        )
      )
      from "tc_employee" t11
      where t11.id = t9.id
    ) when 14 then (
      select json_build_object(
        'id', t14."id", 'name', t14."name", 'salary', t14."salary"::text,
        'boss', coalesce(
          (select json_build_object('name', t15."name") from "tc_employee" t15 where t15.id = t14."boss"),
          (select json_build_object('name', t16."name") from "tc_manager" t16 where t16.id = t14."boss")
        )
      )
      from "tc_manager" t14
      where t14.id = t9.id
    ) else json_build_object('id', t9.id) end
    from thing_instances t9
    where t9.id = ($3::text)::uuid
  ),
  'plain', (
    select json_build_object(
      'id', t17.id,
      '__typename', (
        select c.name || case when not c.abstract
        and exists (select from thing_classes k where k.extends_id = c.id and k.dropped_version is null) then 'Itself' else '' end
        from thing_classes c
        where c.id = t17.class_id
      )
    )
    from thing_instances t17
    where t17.id = ($4::text)::uuid
  ),
  'other', (
    select case t18.class_id when 15 then (
      select json_build_object('name', t19."name")
      from "tc_company" t19
      where t19.id = t18.id
    ) when 13 then (
      select json_build_object(
        'name', t20."name", 'salary', t20."salary"::text,
        'boss', coalesce(
          (select json_build_object('name', t21."name") from "tc_employee" t21 where t21.id = t20."boss"),
          (select json_build_object('name', t22."name") from "tc_manager" t22 where t22.id = t20."boss")
        )
      )
      from "tc_employee" t20
      where t20.id = t18.id
    ) when 14 then (
      select json_build_object(
        'name', t23."name", 'salary', t23."salary"::text,
        'boss', coalesce(
          (select json_build_object('name', t24."name") from "tc_employee" t24 where t24.id = t23."boss"),
          (select json_build_object('name', t25."name") from "tc_manager" t25 where t25.id = t23."boss")
        )
      )
      from "tc_manager" t23
      where t23.id = t18.id
    ) else json_build_object() end
    from thing_instances t18
    where t18.id = ($5::text)::uuid
  ), 'none', (select json_build_object('id', t26.id) from thing_instances t26 where t26.id = ($6::text)::uuid),
  'any', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'anything', (
              select case t28.class_id when 17 then (
                select json_build_object(
                  'id', t29."id",
                  '__typename', 'Contract', 'seller', coalesce(
                    (select json_build_object('name', t30."name") from "tc_person" t30 where t30.id = t29."seller"),
                    (select json_build_object('name', t31."name") from "tc_company" t31 where t31.id = t29."seller"),
                    (select json_build_object('name', t32."name") from "tc_employee" t32 where t32.id = t29."seller"),
                    (select json_build_object('name', t33."name") from "tc_manager" t33 where t33.id = t29."seller")
                  )
                )
                from "tc_contract" t29
                where t29.id = t28.id
              ) when 13 then (
                select json_build_object('id', t34."id", '__typename', 'EmployeeItself', 'salary', t34."salary"::text)
                from "tc_employee" t34
                where t34.id = t28.id
              ) when 14 then (
                select json_build_object('id', t35."id", '__typename', 'Manager', 'salary', t35."salary"::text)
                from "tc_manager" t35
                where t35.id = t28.id
              ) when 10 then (
                select json_build_object('id', t36."id", '__typename', 'Sample', 'rank', t36."rank")
                from "tc_sample" t36
                where t36.id = t28.id
              ) else json_build_object(
                'id', t28.id,
                '__typename', (
                  select c.name || case when not c.abstract
                  and exists (select from thing_classes k where k.extends_id = c.id and k.dropped_version is null) then 'Itself' else '' end
                  from thing_classes c
                  where c.id = t28.class_id
                )
              ) end
              from thing_instances t28
              where t28.id = t27."anything"
            )
          )
        ), '[]'::json
      )
      from (
        select t27.id, t27."anything"
        from "tc_sample" t27
        where t27."anything" is not null
        order by t27.id
        limit 100
      ) t27
    )
  )
)
