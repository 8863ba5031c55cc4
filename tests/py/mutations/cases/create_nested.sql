begin;

select to_json(set_config('thing.actor', $1, true));

with w as (
  insert into "tc_brand" as u ("name") select ((r.j ->> 'name'))
  from jsonb_array_elements(($1::text)::jsonb) with ordinality r (j, n)
  order by r.n returning *
) select coalesce(json_agg(w.id), '[]'::json)
from w;

with w as (
  insert into "tc_product" as u ("name", "brand") select ((r.j ->> 'name')),
  (
    (
      case when (r.j ->> 'brand') !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else (
        r.j ->> 'brand'
      ) end
    )::uuid
  )
  from jsonb_array_elements(($1::text)::jsonb) with ordinality r (j, n)
  order by r.n returning *
) select coalesce(json_agg(w.id), '[]'::json)
from w;

with w as (
  insert into "tc_tag" as u ("word") select ((r.j ->> 'word'))
  from jsonb_array_elements(($1::text)::jsonb) with ordinality r (j, n)
  order by r.n returning *
) select coalesce(json_agg(w.id), '[]'::json)
from w;

with w as (
  insert into "tj_13_tags" (source_id, target_id) select distinct p.s, p.t
  from (select (p ->> 0)::uuid as s, (p ->> 1)::uuid as t from jsonb_array_elements(($1::text)::jsonb) p) p
  order by p.s, p.t on conflict do nothing returning 1
) select to_json(count(*))
from w;

with w as (
  insert into "tc_review" as u ("stars", "text", "about") select ((r.j ->> 'stars')::integer), ((r.j ->> 'text')),
  (
    (
      case when (r.j ->> 'about') !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else (
        r.j ->> 'about'
      ) end
    )::uuid
  )
  from jsonb_array_elements(($1::text)::jsonb) with ordinality r (j, n)
  order by r.n returning *
) select coalesce(json_agg(w.id), '[]'::json)
from w;

select json_build_object(
  'createProduct', json_build_object(
    'name', t1."name", 'version', t1."version",
    'brand', (
      select json_build_object('name', t2."name", 'country', t2."country")
      from "tc_brand" t2
      where t2.id = t1."brand"
    ),
    'tags', json_build_object(
      'nodes', (
        select coalesce(json_agg(json_build_object('word', t3."word")), '[]'::json)
        from (
          select t3.id, t3."word"
          from "tj_13_tags" t4 join "tc_tag" t3 on t3.id = t4.target_id
          where t4.source_id = t1.id
          order by t3."word" desc, t3.id
          limit 100
        ) t3
      )
    ),
    'reviews', json_build_object(
      'nodes', (
        select coalesce(json_agg(json_build_object('stars', t5."stars", 'text', t5."text")), '[]'::json)
        from (
          select t5.id, t5."about", t5."stars", t5."text"
          from "tc_review" t5
          where t5."about" = t1.id
          order by t5."stars", t5.id
          limit 100
        ) t5
      )
    )
  )
)
from "tc_product" t1
where t1.id = (($1::text)::jsonb ->> 0)::uuid;

commit
