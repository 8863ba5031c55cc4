select concat(
  '{"sample":', coalesce(
    (
      select concat(
        '{"id":"', _1.id, '","version":', coalesce(_1."version"::text, 'null'),
        ',"createdAt":', coalesce(to_json(_1."created_at")::text, 'null'),
        ',"updatedAt":', coalesce(to_json(_1."updated_at")::text, 'null'),
        ',"createdBy":', coalesce(to_json(_1."created_by")::text, 'null'),
        ',"updatedBy":', coalesce(to_json(_1."updated_by")::text, 'null'), ',"__typename":"Sample"}'
      )
      from "tc_sample" _1
      where _1.id = ($1::text)::uuid
    ), 'null'
  ),
  ',"absent":', coalesce(
    (select concat('{"id":"', _2.id, '"}') from "tc_sample" _2 where _2.id = ($2::text)::uuid), 'null'
  ), '}'
)
