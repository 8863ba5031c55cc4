select json_build_object(
  'sample', (
    select json_build_object(
      'id', _1."id", 'version', _1."version", 'createdAt', _1."created_at", 'updatedAt', _1."updated_at",
      'createdBy', _1."created_by", 'updatedBy', _1."updated_by", '__typename', 'Sample'
    )
    from "tc_sample" _1
    where _1.id = ($1::text)::uuid
  ), 'absent', (select json_build_object('id', _2."id") from "tc_sample" _2 where _2.id = ($2::text)::uuid)
)
