with actor as materialized (select set_config('thing.actor', $1::text, true)),
c15 as materialized (
  select u.id, u.version
  from "tc_person" u
  where u."name" like $2::text
  order by u.id
  limit 1000 + 1 for update of u
),
c17 as materialized (
  select u.id, u.version
  from "tc_company" u
  where u."name" like $2::text
  order by u.id
  limit 1000 + 1 for update of u
),
c16 as materialized (
  select u.id, u.version
  from "tc_employee" u
  where u."name" like $2::text
  order by u.id
  limit 1000 + 1 for update of u
),
guard as materialized (
  select thing.check_at_most(
    (select count(*) from c15) + (select count(*) from c17) + (select count(*) from c16), 1000
  )
), w15 as (delete from "tc_person" u using actor, c15 c, guard where u.id = c.id returning u.*),
w17 as (delete from "tc_company" u using actor, c17 c, guard where u.id = c.id returning u.*),
w16 as (delete from "tc_employee" u using actor, c16 c, guard where u.id = c.id returning u.*) select json_build_object(
  'deleteParties', json_build_object(
    'count', (
      select count(*)
      from (
        select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
        from w15
        union all select 17 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
        from w17
        union all select 16 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
        from w16
      ) t1
    ),
    'nodes', (
      select coalesce(
        json_agg(
          case t1.class_id when 15 then (
            select json_build_object('name', t2."name", 'age', t2."age")
            from "tc_person" t2
            where t2.id = t1.id
          ) when 17 then (select json_build_object('name', t3."name") from "tc_company" t3 where t3.id = t1.id) when 16 then (
            select json_build_object('name', t4."name", 'age', t4."age")
            from "tc_employee" t4
            where t4.id = t1.id
          ) end
          order by t1.id
        ), '[]'::json
      )
      from (
        select 15 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
        from w15
        union all select 17 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
        from w17
        union all select 16 as class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
        "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
        from w16
      ) t1
    )
  )
)
