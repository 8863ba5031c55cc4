select json_build_object(
  'words', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t1."id")), '[]'::json)
      from (
        select t1.id, t1."text"
        from "tc_sample" t1
        where to_tsvector('simple'::regconfig, t1."text") @@ websearch_to_tsquery('simple'::regconfig, $1::text)
        order by t1.id
        limit 100
      ) t1
    )
  ),
  'phrase', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t2."id")), '[]'::json)
      from (
        select t2.id, t2."text"
        from "tc_sample" t2
        where to_tsvector('simple'::regconfig, t2."text") @@ websearch_to_tsquery('simple'::regconfig, $2::text)
        order by t2.id
        limit 100
      ) t2
    )
  ),
  'without', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t3."id")), '[]'::json)
      from (
        select t3.id, t3."text"
        from "tc_sample" t3
        where to_tsvector('simple'::regconfig, t3."text") @@ websearch_to_tsquery('simple'::regconfig, $3::text)
        order by t3.id
        limit 100
      ) t3
    )
  ),
  'either', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t4."id")), '[]'::json)
      from (
        select t4.id, t4."text"
        from "tc_sample" t4
        where to_tsvector('simple'::regconfig, t4."text") @@ websearch_to_tsquery('simple'::regconfig, $4::text)
        order by t4.id
        limit 100
      ) t4
    )
  ),
  'nothing', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t5."id")), '[]'::json)
      from (
        select t5.id, t5."text"
        from "tc_sample" t5
        where to_tsvector('simple'::regconfig, t5."text") @@ websearch_to_tsquery('simple'::regconfig, $5::text)
        order by t5.id
        limit 100
      ) t5
    )
  ),
  'odd', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t6."id")), '[]'::json)
      from (
        select t6.id, t6."text"
        from "tc_sample" t6
        where to_tsvector('simple'::regconfig, t6."text") @@ websearch_to_tsquery('simple'::regconfig, $6::text)
        order by t6.id
        limit 100
      ) t6
    )
  ),
  'similar', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t7."id")), '[]'::json)
      from (select t7.id, t7."text" from "tc_sample" t7 where $7::text <% t7."text" order by t7.id limit 100) t7
    )
  ),
  'similarNot', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t8."id")), '[]'::json)
      from (select t8.id, t8."text" from "tc_sample" t8 where $8::text <% t8."text" order by t8.id limit 100) t8
    )
  ),
  'accent', json_build_object(
    'nodes', (
      select coalesce(json_agg(json_build_object('name', t9."id")), '[]'::json)
      from (
        select t9.id, t9."text"
        from "tc_sample" t9
        where to_tsvector('simple'::regconfig, t9."text") @@ websearch_to_tsquery('simple'::regconfig, $9::text)
        order by t9.id
        limit 100
      ) t9
    )
  )
)
