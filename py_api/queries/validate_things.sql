-- What is wrong with each of many things: [[place in the list, [violation, ...]], ...]. Many are looked at together.
select coalesce(json_agg(json_build_array(v.n - 1, v.violations) order by v.n), '[]'::json)
  from (select t.things, jsonb_array_length(t.things) = 1 as single from (select ($3::text)::jsonb) t (things)) g
  cross join lateral (
    select 1 as n, thing.validate($1, $2, g.things -> 0, ($4::text)::uuid) as violations where g.single
    union all
    select m.n, m.violations from thing.validate_many($1, $2, g.things) m where not g.single) v
 where v.violations <> '[]'
