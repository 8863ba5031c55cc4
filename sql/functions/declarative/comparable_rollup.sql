-- A rollup of a document in the one form that equal ones have: keys and aggregates as objects with their names, what
-- comes along included, the filter as it was written. Pure.
create or replace function thing.comparable_rollup(p_rollup jsonb)
returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(p_rollup - 'groupBy' - 'aggregates' || jsonb_build_object(
               'refresh', coalesce(p_rollup -> 'refresh', '"immediate"'),
               'groupBy', (
                   select jsonb_agg(k.item || jsonb_build_object('name', coalesce(k.item ->> 'name',
                              thing.joined_name(k.item ->> 'path', lower(k.item ->> 'by')))) order by i.n)
                     from jsonb_array_elements(p_rollup -> 'groupBy') with ordinality i (item, n)
                    cross join lateral (select case jsonb_typeof(i.item) when 'string'
                        then jsonb_build_object('path', i.item) else i.item end as item) k),
               'aggregates', (
                   select jsonb_agg(distinct u.item)
                     from (select distinct on (f.item ->> 'function', f.item ->> 'path')
                                  f.item || jsonb_build_object('name', coalesce(f.item ->> 'name', thing.joined_name(
                                      concat_ws('.', f.item ->> 'function', f.item ->> 'path'), null))) as item
                             from jsonb_array_elements('["count"]' || coalesce(p_rollup -> 'aggregates', '[]'))
                                  with ordinality i (item, n)
                             cross join lateral thing.rollup_twins(i.item) t
                             cross join lateral (select case t.item when '"count"' then '{"function": "count"}'
                                                             else t.item end as item) f
                            order by f.item ->> 'function', f.item ->> 'path', t.given desc, f.item ? 'name' desc,
                                     i.n) u)))
     where p_rollup is not null
$$;
comment on function thing.comparable_rollup(jsonb) is 'A rollup in the form that is compared. Internal.';
revoke all on function thing.comparable_rollup(jsonb) from public;
