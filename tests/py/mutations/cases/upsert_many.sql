begin;

select to_json(set_config('thing.actor', $1, true));

with _w as (
  insert into "tc_tag" as _u ("word") select ((_r._j ->> 'word'))
  from jsonb_array_elements(($1::text)::jsonb) with ordinality _r (_j, _n)
  order by _r._n on conflict ("word") do update set "word" = excluded."word" returning *
) select coalesce(json_agg(_w.id), '[]'::json)
from _w;

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
