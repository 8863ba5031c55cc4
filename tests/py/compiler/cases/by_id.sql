select json_build_object(
  'sample', (
    select json_build_object(
      'id', t1."id", 'version', t1."version", 'createdAt', t1."created_at", 'updatedAt', t1."updated_at",
      'createdBy', t1."created_by", 'updatedBy', t1."updated_by", '__typename', 'Sample'
    )
    from "tc_sample" t1
    where t1.id = ($1::text)::uuid
  ), 'absent', (select json_build_object('id', t2."id") from "tc_sample" t2 where t2.id = ($2::text)::uuid)
)
