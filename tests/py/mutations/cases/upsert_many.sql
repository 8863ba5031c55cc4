begin;

select to_json(set_config('thing.actor', $1, true));

with w as (
  insert into "tc_tag" as u ("word") select ((r.j ->> 'word'))
  from jsonb_array_elements(($1::text)::jsonb) with ordinality r (j, n)
  order by r.n on conflict ("word") do update set "word" = excluded."word" returning *
) select coalesce(json_agg(w.id), '[]'::json)
from w;

select json_build_object(
  'upsertTags', json_build_object(
    'count', jsonb_array_length(($1::text)::jsonb),
    'nodes', (
      select coalesce(
        json_agg(json_build_object('word', t1."word", 'version', t1."version") order by x.n), '[]'::json
      )
      from jsonb_array_elements_text(($1::text)::jsonb) with ordinality x (id, n) join "tc_tag" t1 on t1.id = x.id::uuid
    )
  )
);

commit
