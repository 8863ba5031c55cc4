begin;

select to_json(set_config('thing.actor', $1, true));

with _r as materialized (
  select _r._j, _r._n, thing.uuid_v7() as _id
  from jsonb_array_elements(($1::text)::jsonb) with ordinality _r (_j, _n)
),
_e as materialized (
  select _u.*, _r._n
  from _r join "tc_tag" _u on _u."word" = ((_r._j ->> 'word'))
  order by ((_r._j ->> 'word')), _r._n for no key update of _u
),
_w as (
  insert into "tc_tag" as _u ("id", "word") select _r._id, ((_r._j ->> 'word'))
  from _r left join _e on _e._n = _r._n
  order by ((_r._j ->> 'word')), _r._n on conflict ("word") do update set "word" = excluded."word" returning *
) select json_build_array(
  (select coalesce(json_agg(_w.id), '[]'::json) from _w),
  (select json_agg(_r._n - 1 order by ((_r._j ->> 'word')), _r._n) from _r),
  (
    select coalesce(json_agg(_r._n - 1), '[]'::json)
    from _r
    where _r._id in (select _w.id from _w)
    and not exists (select from _e where _e._n = _r._n)
  )
);

select concat(
  '{"upsertTags":{"count":', coalesce(
    to_json((select count(*) from json_array_elements_text(($1::text)::json) _o (_o) where _o._o <> 'IGNORED')),
    'null'
  ),
  ',"nodes":[', (
    select string_agg(
      concat(
        '{"word":', coalesce(thing.json_string(_1."word"), 'null'),
        ',"version":', coalesce(_1."version"::text, 'null'), '}'
      ), ','
      order by _x._n
    )
    from jsonb_array_elements_text(($2::text)::jsonb) with ordinality _x (_id, _n) join "tc_tag" _1 on _1.id = _x._id::uuid
  ), ']}}'
);

commit
