with actor as materialized (select set_config('thing.actor', $1::text, true)),
w15 as (update "tc_person" u set "name" = ($2::text) from actor where u.id = ($3::text)::uuid returning u.*),
w17 as (update "tc_company" u set "name" = ($2::text) from actor where u.id = ($3::text)::uuid returning u.*),
w16 as (update "tc_employee" u set "name" = ($2::text) from actor where u.id = ($3::text)::uuid returning u.*) select json_build_object(
  'updateParty', json_build_object(
    'name', t1."name", 'version', t1."version",
    '__typename', case t1.class_id when 15 then 'PersonItself' when 17 then 'Company' when 16 then 'Employee' end
  )
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
