with _actor as materialized (select set_config('thing.actor', $1::text, true)),
_w16 as (update "tc_person" _u set "name" = ($2::text) from _actor where _u.id = ($3::text)::uuid returning _u.*),
_w18 as (update "tc_company" _u set "name" = ($2::text) from _actor where _u.id = ($3::text)::uuid returning _u.*),
_w17 as (update "tc_employee" _u set "name" = ($2::text) from _actor where _u.id = ($3::text)::uuid returning _u.*) select concat(
  '{"updateParty":{"name":', coalesce(thing.json_string(_1."name"), 'null'),
  ',"version":', coalesce(_1."version"::text, 'null'),
  ',"__typename":', coalesce(
    '"' || case _1._class_id when 16 then 'PersonItself' when 18 then 'Company' when 17 then 'Employee' end || '"', 'null'
  ), '}}'
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
