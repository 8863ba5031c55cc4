select json_build_object(
  'near', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."name")), '[]'::json)
      from (
        select t1.id, t1."name", t1."vector"
        from "tc_embedding" t1
        where (t1."vector" operator("public".<=>) ((nullif(($1::text)::jsonb, 'null'::jsonb)::text)::public.vector)) <= $2::double precision
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'far', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."name")), '[]'::json)
      from (
        select t2.id, t2."name", t2."vector"
        from "tc_embedding" t2
        where (t2."vector" operator("public".<=>) ((nullif(($3::text)::jsonb, 'null'::jsonb)::text)::public.vector)) <= $4::double precision
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'isNull', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."name")), '[]'::json)
      from (
        select t3.id, t3."name", t3."vector"
        from "tc_embedding" t3
        where t3."vector" is null
        order by t3.id
        limit 100
      ) t3
    )
  )
)
