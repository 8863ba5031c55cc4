select json_build_object(
  'party', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'name', t1."name",
            '__typename', case t1.class_id when 12 then 'PersonItself' when 15 then 'Company' when 13 then 'EmployeeItself' when 14 then 'Manager' end
          )
        ), '[]'::json
      )
      from (
        select t1.id, t1.class_id, t1."name", t1."country"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_person"
          union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_company"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_manager"
        ) t1
        where t1."country" = ($1::text)
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'person', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'name', t2."name",
            '__typename', case t2.class_id when 12 then 'PersonItself' when 13 then 'EmployeeItself' when 14 then 'Manager' end
          )
        ), '[]'::json
      )
      from (
        select t2.id, t2.class_id, t2."name", t2."age", t2."country"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_person"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_manager"
        ) t2
        where ((t2."age" >= ($2::text::integer)) or (t2."country" is null))
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'sellers', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."name")), '[]'::json)
      from (
        select t3.id, t3.class_id, t3."name"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_person"
          union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_company"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_manager"
        ) t3
        where exists (
          select
          from "tc_contract" t4
          where t4."seller" = t3.id
          and t4."title" = any (($3::text[])::text[])
        )
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'buyers', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."name")), '[]'::json)
      from (
        select t5.id, t5.class_id, t5."name"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_person"
          union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_company"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_manager"
        ) t5
        where exists (
          select
          from "tc_contract" t6
          where t6."buyer" = t5.id
          and exists (
            select
            from (
              select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country"
              from "tc_person"
              union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country"
              from "tc_company"
              union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country"
              from "tc_employee"
              union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country"
              from "tc_manager"
            ) t7
            where t7.id = t6."seller"
            and t7."name" = ($4::text)
          )
        )
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'noBuyers', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."name")), '[]'::json)
      from (
        select t8.id, t8.class_id, t8."name"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_person"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_manager"
        ) t8
        where not exists (select from "tc_contract" t9 where t9."buyer" = t8.id)
        order by t8.id
        limit 100
      ) t8
    )
  ),
  'witnesses', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t10."name")), '[]'::json)
      from (
        select t10.id, t10.class_id, t10."name"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_person"
          union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_company"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country"
          from "tc_manager"
        ) t10
        where exists (
          select
          from "tj_17_witnesses" t12 join "tc_contract" t11 on t11.id = t12.source_id
          where t12.target_id = t10.id
        )
        order by t10.id
        limit 100
      ) t10
    )
  ),
  'employers', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t13."name")), '[]'::json)
      from (
        select t13.id, t13."name"
        from "tc_company" t13
        where exists (
          select
          from "tj_15_employs" t15 join (
            select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age"
            from "tc_person"
            union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age"
            from "tc_manager"
          ) t14 on t14.id = t15.target_id
          where t15.source_id = t13.id
          and t14."age" > ($5::text::integer)
        )
        order by t13.id
        limit 100
      ) t13
    )
  ),
  'allOld', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t16."name")), '[]'::json)
      from (
        select t16.id, t16."name"
        from "tc_company" t16
        where not exists (
          select
          from "tj_15_employs" t18 join (
            select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age"
            from "tc_person"
            union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age"
            from "tc_manager"
          ) t17 on t17.id = t18.target_id
          where t18.source_id = t16.id
          and (t17."age" > ($6::text::integer)) is not true
        )
        order by t16.id
        limit 100
      ) t16
    )
  ),
  'employed', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t19."name")), '[]'::json)
      from (
        select t19.id, t19.class_id, t19."name"
        from (
          select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_person"
          union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age"
          from "tc_manager"
        ) t19
        where exists (
          select
          from "tj_15_employs" t21 join "tc_company" t20 on t20.id = t21.source_id
          where t21.target_id = t19.id
          and t20."name" = ($7::text)
        )
        order by t19.id
        limit 100
      ) t19
    )
  ),
  'bosses', json_build_object(
    'nodes', (
      select coalesce(
        json_agg(
          json_build_object(
            'name', t22."name",
            '__typename', case t22.class_id when 13 then 'EmployeeItself' when 14 then 'Manager' end
          )
        ), '[]'::json
      )
      from (
        select t22.id, t22.class_id, t22."name"
        from (
          select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_manager"
        ) t22
        where exists (
          select
          from (
            select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_manager"
          ) t23
          where t23."boss" = t22.id
        )
        order by t22.id
        limit 100
      ) t22
    )
  ),
  'bossed', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t24."name")), '[]'::json)
      from (
        select t24.id, t24.class_id, t24."name", t24."boss"
        from (
          select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_employee"
          union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name",
          "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
          from "tc_manager"
        ) t24
        where exists (
          select
          from (
            select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_manager"
          ) t25
          where t25.id = t24."boss"
          and exists (
            select
            from (
              select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
              from "tc_employee"
              union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
              from "tc_manager"
            ) t26
            where t26.id = t25."boss"
            and t26."name" = ($8::text)
          )
        )
        order by t24.id
        limit 100
      ) t24
    )
  ),
  'byBoss', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('title', t27."title")), '[]'::json)
      from (
        select t27.id, t27."title", t27."handled_by"
        from "tc_contract" t27
        where exists (
          select
          from (
            select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
            from "tc_manager"
          ) t28
          where t28.id = t27."handled_by"
          and exists (
            select
            from (
              select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
              from "tc_employee"
              union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
              "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
              "name" as "name", "country" as "country", "age" as "age", "salary" as "salary", "boss" as "boss"
              from "tc_manager"
            ) t29
            where t29.id = t28."boss"
            and t29."name" = ($9::text)
          )
        )
        order by t27.id
        limit 100
      ) t27
    )
  ),
  'bySeller', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('title', t30."title")), '[]'::json)
      from (
        select t30.id, t30."title", t30."seller"
        from "tc_contract" t30
        where exists (
          select
          from (
            select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_person"
            union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_company"
            union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_manager"
          ) t31
          where t31.id = t30."seller"
          and t31."name" like $10::text
        )
        and exists (
          select
          from "tj_17_witnesses" t33 join (
            select 12 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_person"
            union all select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_company"
            union all select 13 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_employee"
            union all select 14 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
            "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by",
            "name" as "name", "country" as "country"
            from "tc_manager"
          ) t32 on t32.id = t33.target_id
          where t33.source_id = t30.id
          and t32."country" is null
        )
        order by t30.id
        limit 100
      ) t30
    )
  ),
  'haunted', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('title', t34."title")), '[]'::json)
      from (
        select t34.id, t34."title", t34."haunts"
        from "tc_contract" t34
        where exists (
          select
          from (
            select 0 as class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
            null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
            null::text as "sheet"
            where false
          ) t35
          where t35.id = t34."haunts"
          and t35."sheet" = ($11::text)
        )
        order by t34.id
        limit 100
      ) t34
    )
  ),
  'unhaunted', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('title', t36."title")), '[]'::json)
      from (
        select t36.id, t36."title", t36."haunts"
        from "tc_contract" t36
        where ((t36."haunts" is not null) is not true)
        order by t36.id
        limit 100
      ) t36
    )
  ),
  'ghosts', (
    select json_build_object(
      'nodes', coalesce(json_agg(t39.j1 order by t39.n) filter (where t39.n <= 100), '[]'::json),
      'totalCount', (
        select count(*)
        from (
          select 0 as class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
          null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
          null::text as "sheet"
          where false
        ) t40
        where t40."sheet" is null
      ),
      'pageInfo', json_build_object(
        'hasNextPage', (coalesce(max(t39.m) > 100, false)),
        'endCursor', max(t39.c) filter (where t39.n = least(t39.m, 100))
      )
    )
    from (
      select json_build_object('id', t38."id", 'sheet', t38."sheet") as j1,
      translate(
        encode(convert_to(json_build_array('8b3851bc', (t38."sheet")::text, (t38.id)::text)::text, 'UTF8'), 'base64'),
        E'+/\n=', '-_'
      ) as c, row_number() over () as n, count(*) over () as m
      from (
        select t38.id, t38.class_id, t38."sheet"
        from (
          select 0 as class_id, null::uuid as "id", null::integer as "version", null::timestamptz as "created_at",
          null::timestamptz as "updated_at", null::text as "created_by", null::text as "updated_by",
          null::text as "sheet"
          where false
        ) t38
        where t38."sheet" is null
        order by t38."sheet" desc, t38.id
        limit 100 + 1
      ) t38
    ) t39
    having true
  )
)
