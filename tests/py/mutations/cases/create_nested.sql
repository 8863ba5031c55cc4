begin;

select to_json(set_config('thing.actor', $1, true));

with _w as (
  insert into "tc_brand" as _u ("name") select ((_r._j ->> 'name'))
  from jsonb_array_elements(($1::text)::jsonb) with ordinality _r (_j, _n)
  order by _r._n returning *
) select coalesce(json_agg(_w.id), '[]'::json)
from _w;

with _w as (
  insert into "tc_product" as _u ("name", "brand") select ((_r._j ->> 'name')),
  (
    (
      case when (_r._j ->> 'brand') !~ '^(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$' then '' else (
        _r._j ->> 'brand'
      ) end
    )::uuid
  )
  from jsonb_array_elements(($1::text)::jsonb) with ordinality _r (_j, _n)
  order by _r._n returning *
) select coalesce(json_agg(_w.id), '[]'::json)
from _w;

with _w as (
  insert into "tc_tag" as _u ("word") select ((_r._j ->> 'word'))
  from jsonb_array_elements(($1::text)::jsonb) with ordinality _r (_j, _n)
  order by _r._n returning *
) select coalesce(json_agg(_w.id), '[]'::json)
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

with _w as (
  insert into "tc_review" as _u ("stars", "text", "about") select ((_r._j ->> 'stars')::integer),
  ((_r._j ->> 'text')),
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
  '{"createProduct":{"name":', coalesce(thing.json_string(_1."name"), 'null'),
  ',"version":', coalesce(_1."version"::text, 'null'),
  ',"brand":', coalesce(
    (
      select concat(
        '{"name":', coalesce(thing.json_string(_2."name"), 'null'),
        ',"country":', coalesce(thing.json_string(_2."country"), 'null'), '}'
      )
      from "tc_brand" _2
      where _2.id = _1."brand"
    ), 'null'
  ),
  ',"tags":{"nodes":[', (
    select string_agg(concat('{"word":', coalesce(thing.json_string(_3."word"), 'null'), '}'), ',')
    from (
      select _3.id, _3."word"
      from "tj_14_tags" _4 join "tc_tag" _3 on _3.id = _4.target_id
      where _4.source_id = _1.id
      order by _3."word" desc, _3.id desc
      limit 100
    ) _3
  ),
  ']},"reviews":{"nodes":[', (
    select string_agg(
      concat(
        '{"stars":', coalesce(_5."stars"::text, 'null'), ',"text":', coalesce(thing.json_string(_5."text"), 'null'),
        '}'
      ), ','
    )
    from (
      select _5.id, _5."about", _5."stars", _5."text"
      from "tc_review" _5
      where _5."about" = _1.id
      order by _5."stars", _5.id
      limit 100
    ) _5
  ), ']}}}'
)
from "tc_product" _1
where _1.id = (($1::text)::jsonb ->> 0)::uuid;

commit
