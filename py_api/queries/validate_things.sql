-- What is wrong with each of many things: [[place in the list, [violation, ...]], ...].
select coalesce(json_agg(json_build_array(e.n - 1, v.violations) order by e.n), '[]'::json)
  from jsonb_array_elements(($3::text)::jsonb) with ordinality e (item, n)
  cross join lateral (select thing.validate($1, $2, e.item, ($4::text)::uuid)) v (violations)
 where v.violations <> '[]'
