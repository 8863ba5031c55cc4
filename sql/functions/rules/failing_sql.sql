-- Over "new": the numbers (from 1) of the rules that a row breaks, as integer[]. p_rules: thing.compiled_rules.
create or replace function thing.failing_sql(p_rules jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select format('array_remove(array[%s]::integer[], null)',
               string_agg(format('case when not (%s) then %s end', r.item ->> 'predicate', r.n), ', ' order by r.n))
      from jsonb_array_elements(p_rules) with ordinality as r (item, n)
$$;
comment on function thing.failing_sql(jsonb) is 'SQL for the numbers of the compiled rules that a row breaks. Internal.';
revoke all on function thing.failing_sql(jsonb) from public;
