with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_c16 as materialized (
  select _u.id, _u.version
  from "tc_person" _u
  where _u."name" like $2::text
  order by _u.id
  limit 1000 + 1 for update of _u
),
_c18 as materialized (
  select _u.id, _u.version
  from "tc_company" _u
  where _u."name" like $2::text
  order by _u.id
  limit 1000 + 1 for update of _u
),
_c17 as materialized (
  select _u.id, _u.version
  from "tc_employee" _u
  where _u."name" like $2::text
  order by _u.id
  limit 1000 + 1 for update of _u
),
_guard as materialized (
  select thing.check_at_most(
    (select count(*) from _c16) + (select count(*) from _c18) + (select count(*) from _c17), 1000
  )
), _w16 as (delete from "tc_person" _u using _actor, _c16 _c, _guard where _u.id = _c.id returning _u.*),
_w18 as (delete from "tc_company" _u using _actor, _c18 _c, _guard where _u.id = _c.id returning _u.*),
_w17 as (delete from "tc_employee" _u using _actor, _c17 _c, _guard where _u.id = _c.id returning _u.*) select concat(
  '{"deleteParties":{"count":', coalesce(
    to_json(
      (
        select count(*)
        from (
          select 16 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
          from _w16
          union all select 18 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
          from _w18
          union all select 17 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
          "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
          from _w17
        ) _1
      )
    ), 'null'
  ),
  ',"nodes":[', (
    select string_agg(
      concat(
        coalesce(
          case _1._class_id when 16 then (
            select concat(
              '{"name":', coalesce(thing.json_string(_2."name"), 'null'), ',"age":', coalesce(_2."age"::text, 'null'),
              '}'
            )
            from "tc_person" _2
            where _2.id = _1.id
          ) when 18 then (
            select concat('{"name":', coalesce(thing.json_string(_3."name"), 'null'), '}')
            from "tc_company" _3
            where _3.id = _1.id
          ) when 17 then (
            select concat(
              '{"name":', coalesce(thing.json_string(_4."name"), 'null'), ',"age":', coalesce(_4."age"::text, 'null'),
              '}'
            )
            from "tc_employee" _4
            where _4.id = _1.id
          ) end, 'null'
        )
      ), ','
      order by _1.id
    )
    from (
      select 16 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
      "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
      from _w16
      union all select 18 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
      "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
      from _w18
      union all select 17 as _class_id, "id" as "id", "version" as "version", "created_at" as "created_at",
      "updated_at" as "updated_at", "created_by" as "created_by", "updated_by" as "updated_by", "name" as "name"
      from _w17
    ) _1
  ), ']}}'
)
