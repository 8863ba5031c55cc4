-- The query (id, failing integer[]) for the things of a class that break one of these compiled rules. Runs inside the
-- tenant's schema.
create or replace function thing.violating_sql(p_class_id integer, p_rules jsonb)
returns text
language plpgsql
stable
as $$
begin
    return (
        select format('select new.id, %s as failing from %I.%I new where not (%s)', thing.failing_sql(p_rules),
                   current_schema(), thing.table_name(p_class_id),
                   string_agg(format('(%s)', r.item ->> 'predicate'), ' and ' order by r.n))
          from jsonb_array_elements(p_rules) with ordinality as r (item, n));
end
$$;
comment on function thing.violating_sql(integer, jsonb) is
    'Query for the things of a class that break compiled rules. Internal.';
revoke all on function thing.violating_sql(integer, jsonb) from public;
