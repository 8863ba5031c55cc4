begin;

select to_json(set_config('thing.actor', $1, true));

with c13 as materialized (
  select u.id, u.version
  from "tc_product" u
  where u.id = ($1::text)::uuid
  order by u.id for no key update of u
) select coalesce(json_agg(json_build_array(c.id, c.class_id, c.version) order by c.id), '[]'::json)
from (select id, 13 as class_id, version from c13) c;

with w as (
  update "tc_product" u set "name" = ((r.j ->> 'name'))
  from (select ($1::text)::jsonb as j) r
  where u.id in (select x::uuid from jsonb_array_elements_text(($2::text)::jsonb) x) returning 1
) select to_json(count(*))
from w;

with w as (
  delete
  from "tj_13_tags" u
  where u.source_id in (select x::uuid from jsonb_array_elements_text(($1::text)::jsonb) x)
  and (u.source_id, u.target_id) not in (
    select p.s, p.t
    from (select (p ->> 0)::uuid as s, (p ->> 1)::uuid as t from jsonb_array_elements(($2::text)::jsonb) p) p
  ) returning 1
) select to_json(count(*))
from w;

with w as (
  delete
  from "tj_13_tags" u using (
    select (p ->> 0)::uuid as s, (p ->> 1)::uuid as t
    from jsonb_array_elements(($1::text)::jsonb) p
  ) p
  where u.source_id = p.s
  and u.target_id = p.t returning 1
) select to_json(count(*))
from w;

with w as (
  insert into "tj_13_tags" (source_id, target_id) select distinct p.s, p.t
  from (select (p ->> 0)::uuid as s, (p ->> 1)::uuid as t from jsonb_array_elements(($1::text)::jsonb) p) p
  order by p.s, p.t on conflict do nothing returning 1
) select to_json(count(*))
from w;

with p as (select (p ->> 0)::uuid as s, (p ->> 1)::uuid as t from jsonb_array_elements(($1::text)::jsonb) p),
c as materialized (
  select u.id
  from "tc_review" u
  where u.id in (select p.s from p)
  order by u.id for no key update of u
),
w as (
  update "tc_review" u set "about" = p.t
  from c join p on p.s = c.id
  where u.id = c.id
  and u."about" is distinct
  from p.t
) select coalesce(json_agg(c.id), '[]'::json)
from c;

with w as (
  insert into "tc_review" as u ("stars", "about") select ((r.j ->> 'stars')::integer),
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
  'updateProduct', json_build_object(
    'name', t1."name",
    'tags', json_build_object(
      'nodes', (
        select coalesce(json_agg(json_build_object('word', t2."word")), '[]'::json)
        from (
          select t2.id, t2."word"
          from "tj_13_tags" t3 join "tc_tag" t2 on t2.id = t3.target_id
          where t3.source_id = t1.id
          order by t2.id
          limit 100
        ) t2
      )
    ),
    'reviews', json_build_object(
      'nodes', (
        select coalesce(json_agg(json_build_object('stars', t4."stars")), '[]'::json)
        from (
          select t4.id, t4."about", t4."stars"
          from "tc_review" t4
          where t4."about" = t1.id
          order by t4."stars", t4.id
          limit 100
        ) t4
      )
    )
  )
)
from "tc_product" t1
where t1.id = (($1::text)::jsonb ->> 0)::uuid;

commit
