begin;

select to_json(set_config('thing.actor', $1, true));

with _r as materialized (select _r._j, _r._n from jsonb_array_elements(($1::text)::jsonb) with ordinality _r (_j, _n)),
_e as materialized (
  select _u.*, _r._n
  from _r join "tc_tag" _u on _u."word" = ((_r._j ->> 'word'))
  order by ((_r._j ->> 'word')), _r._n for no key update of _u
),
_w as (
  insert into "tc_tag" as _u ("word") select ((_r._j ->> 'word'))
  from _r left join _e on _e._n = _r._n
  order by ((_r._j ->> 'word')), _r._n on conflict ("word") do update set "word" = excluded."word" returning *
) select json_build_array(
  (select coalesce(json_agg(_w.id), '[]'::json) from _w),
  (select json_agg(_r._n - 1 order by ((_r._j ->> 'word')), _r._n) from _r)
);

select json_build_object(
  'upsertTags', json_build_object(
    'count', jsonb_array_length(($1::text)::jsonb),
    'nodes', (
      select coalesce(
        json_agg(json_build_object('word', _1."word", 'version', _1."version") order by _x._n), '[]'::json
      )
      from jsonb_array_elements_text(($1::text)::jsonb) with ordinality _x (_id, _n) join "tc_tag" _1 on _1.id = _x._id::uuid
    )
  )
);

commit
