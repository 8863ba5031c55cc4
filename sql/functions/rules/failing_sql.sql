-- Over "new": the rules that a row breaks, as thing.broken_rule[]. p_rules: thing.compiled_rules.
create or replace function thing.failing_sql(p_rules jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select format('array_remove(array[%s]::thing.broken_rule[], null)',
               string_agg(format('case when not (%s) then row(%s, null)::thing.broken_rule end', r.item ->> 'predicate',
                   r.n), ', ' order by r.n)
                   filter (where not r.item ? 'places'))
        || coalesce(string_agg(format(' || array(select row(%s, _p)::thing.broken_rule from unnest(%s) _p)', r.n,
            r.item ->> 'places'), '' order by r.n)
                   filter (where r.item ? 'places'), '')
      from jsonb_array_elements(p_rules) with ordinality as r (item, n)
$$;
comment on function thing.failing_sql(jsonb) is 'SQL for the compiled rules that a row breaks. Internal.';
revoke all on function thing.failing_sql(jsonb) from public;
