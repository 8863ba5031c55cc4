-- What is wrong with each of many things, {"values", "id"}: [[place in the list, [violation, ...]], ...]. id: of the one that is changed.
-- New ones are looked at together; of those that are changed the first 100, each by itself.
with things as (
    select t.n, t.item -> 'values' as "values", (t.item ->> 'id')::uuid as id
      from jsonb_array_elements(($3::text)::jsonb) with ordinality t (item, n)),
new as (
    select t.n, t."values", row_number() over (order by t.n) as place, count(*) over () as "all"
      from things t
     where t.id is null)
select coalesce(json_agg(json_build_array(v.n - 1, v.violations) order by v.n), '[]'::json)
  from (
    select c.n, thing.validate($1, $2, c."values", c.id) as violations
      from (select t.n, t."values", t.id from things t where t.id is not null order by t.n limit 100) c
    union all
    select s.n, thing.validate($1, $2, s."values") from new s where s."all" = 1
    union all
    select s.n, m.violations
      from thing.validate_many($1, $2, coalesce((select jsonb_agg(s."values" order by s.n) from new s where s."all" > 1), '[]')) m
      join new s on s.place = m.n) v
 where v.violations <> '[]'
