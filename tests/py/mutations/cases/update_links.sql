begin;

select to_json(set_config('thing.actor', $1, true));

with _c14 as materialized (
  select _u.id, _u.version
  from "tc_product" _u
  where _u.id = ($1::text)::uuid
  order by _u.id for no key update of _u
) select coalesce(json_agg(json_build_array(_c.id, _c._class_id, _c.version) order by _c.id), '[]'::json)
from (select _c14.id, 14 as _class_id, _c14.version from _c14) _c;

with _w as (
  update "tc_product" _u set "name" = ((_r._j ->> 'name'))
  from (select ($1::text)::jsonb as _j) _r
  where _u.id in (select _x._id::uuid from jsonb_array_elements_text(($2::text)::jsonb) _x (_id)) returning 1
) select to_json(count(*))
from _w;

with _w as (
  delete
  from "tj_14_tags" _u
  where _u.source_id in (select _x._id::uuid from jsonb_array_elements_text(($1::text)::jsonb) _x (_id))
  and (_u.source_id, _u.target_id) not in (
    select _p._s, _p._t
    from (
      select (_x._p ->> 0)::uuid as _s, (_x._p ->> 1)::uuid as _t
      from jsonb_array_elements(($2::text)::jsonb) _x (_p)
    ) _p
  ) returning 1
) select to_json(count(*))
from _w;

with _w as (
  delete
  from "tj_14_tags" _u using (
    select (_x._p ->> 0)::uuid as _s, (_x._p ->> 1)::uuid as _t
    from jsonb_array_elements(($1::text)::jsonb) _x (_p)
  ) _p
  where _u.source_id = _p._s
  and _u.target_id = _p._t returning 1
) select to_json(count(*))
from _w;

with _w as (
  insert into "tj_14_tags" (source_id, target_id) select distinct _p._s, _p._t
  from (
    select (_x._p ->> 0)::uuid as _s, (_x._p ->> 1)::uuid as _t
    from jsonb_array_elements(($1::text)::jsonb) _x (_p)
  ) _p
  order by _p._s, _p._t on conflict do nothing returning 1
) select to_json(count(*))
from _w;

with _p as (
  select (_x._p ->> 0)::uuid as _s, (_x._p ->> 1)::uuid as _t
  from jsonb_array_elements(($1::text)::jsonb) _x (_p)
),
_c as materialized (
  select _u.id
  from "tc_review" _u
  where _u.id in (select _p._s from _p)
  order by _u.id for no key update of _u
),
_w as (
  update "tc_review" _u set "about" = _p._t
  from _c join _p on _p._s = _c.id
  where _u.id = _c.id
  and _u."about" is distinct
  from _p._t
) select coalesce(json_agg(_c.id), '[]'::json)
from _c;

with _w as (
  insert into "tc_review" as _u ("stars", "about") select ((_r._j ->> 'stars')::integer),
  (
    (
      case when (_r._j ->> 'about') !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else (
        _r._j ->> 'about'
      ) end
    )::uuid
  )
  from jsonb_array_elements(($1::text)::jsonb) with ordinality _r (_j, _n)
  order by _r._n returning *
) select coalesce(json_agg(_w.id), '[]'::json)
from _w;

select concat(
  '{"updateProduct":{"name":', coalesce(thing.json_string(_1."name"), 'null'),
  ',"tags":{"nodes":[', (
    select string_agg(concat('{"word":', coalesce(thing.json_string(_2."word"), 'null'), '}'), ',')
    from (
      select _2.id, _2."word"
      from "tj_14_tags" _3 join "tc_tag" _2 on _2.id = _3.target_id
      where _3.source_id = _1.id
      order by _2.id
      limit 100
    ) _2
  ),
  ']},"reviews":{"nodes":[', (
    select string_agg(concat('{"stars":', coalesce(_4."stars"::text, 'null'), '}'), ',')
    from (
      select _4.id, _4."about", _4."stars"
      from "tc_review" _4
      where _4."about" = _1.id
      order by _4."stars", _4.id
      limit 100
    ) _4
  ), ']}}}'
)
from "tc_product" _1
where _1.id = (($1::text)::jsonb ->> 0)::uuid;

commit
