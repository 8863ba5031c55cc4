-- The statement that keeps writers from the things that a rollup counts, and from those that its paths go through, to
-- the end of the transaction. Runs inside the tenant's schema.
create or replace function thing.rollup_lock_sql(p_rollup jsonb)
returns text
language plpgsql
stable
as $$
begin
    return (
        select format('lock table %s in share row exclusive mode', string_agg(distinct format('%I.%I', current_schema(),
                   t.name), ', '))
          from (select (p_rollup ->> 'class')::integer as id
                union select h.target_id from thing.rollup_hops(p_rollup) h) c
          cross join lateral unnest(thing.concrete_tables(c.id)) t (name));
end
$$;
comment on function thing.rollup_lock_sql(jsonb) is 'SQL that keeps writers from what a rollup counts. Internal.';
revoke all on function thing.rollup_lock_sql(jsonb) from public;
