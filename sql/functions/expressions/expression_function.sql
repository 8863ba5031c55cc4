-- The operator or function that a call means: the first of its name that takes these arguments (checked trees), and the
-- kind of its result. No row: none takes them.
create or replace function thing.expression_function(p_name text, p_arguments jsonb)
returns table (sql text, each text, joiner text, storable boolean, over_list boolean, arguments text[], kind text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select f.sql, f.each, f.joiner, f.storable, f.over_list, m.wanted, r.kind
      from thing.expression_functions f
     cross join lateral (
           select coalesce(array_agg(w.wanted order by a.ordinality), '{}') as wanted,
                  coalesce(bool_and(case
                      when w.wanted = 'thing' then a.value ->> 'type' <> 'list'
                      when w.wanted like '=%' then thing.literal_fits(w.wanted, a.value ->> 'text')
                      when w.wanted = 'any' then a.value ->> 'type' not in ('other', 'list')
                      when w.wanted in ('number', 'float') then a.value ->> 'type' in ('integer', 'decimal', 'float')
                      when w.wanted = 'decimal' then a.value ->> 'type' in ('integer', 'decimal')
                      else a.value ->> 'type' = w.wanted end), true) as fit,
                  array_agg(a.value ->> 'type') filter (where w.wanted in ('any', 'number')) as together
             from jsonb_array_elements(p_arguments) with ordinality a
            cross join lateral (
                  select f.arguments[least(a.ordinality, cardinality(f.arguments))] as wanted) w) m
     cross join lateral (select thing.common_kind(m.together) as common) c
     cross join lateral (select case f.result when 'any' then c.common when 'number' then c.common
                                     when 'ratio' then case c.common when 'float' then 'float' else 'decimal' end
                                     else f.result end as kind) r
     where f.name = p_name and m.fit and (m.together is null or c.common is not null)
       and case when f.repeats then jsonb_array_length(p_arguments) >= cardinality(f.arguments)
                else jsonb_array_length(p_arguments) = cardinality(f.arguments) end
     order by f.position
     limit 1;
end
$$;
comment on function thing.expression_function(text, jsonb) is 'The operator or function that a call means. Internal.';
revoke all on function thing.expression_function(text, jsonb) from public;
