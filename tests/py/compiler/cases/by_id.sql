select concat(
  '{"sample":', coalesce(
    (
      select concat(
        '{"id":"', _1.id, '","version":', coalesce(_1."version"::text, 'null'),
        ',"createdAt":', coalesce(to_json(_1."created_at"), 'null'),
        ',"updatedAt":', coalesce(to_json(_1."updated_at"), 'null'),
        ',"createdBy":', coalesce(thing.json_string(_1."created_by"), 'null'),
        ',"updatedBy":', coalesce(thing.json_string(_1."updated_by"), 'null'), ',"__typename":"Sample"}'
      )
      from "tc_sample" _1
      where _1.id = ($1::text)::uuid
    ), 'null'
  ),
  ',"absent":', coalesce(
    (select concat('{"id":"', _2.id, '"}') from "tc_sample" _2 where _2.id = ($2::text)::uuid), 'null'
  ), '}'
)
