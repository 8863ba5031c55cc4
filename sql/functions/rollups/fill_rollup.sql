-- Brings the figures of a rollup to what the things are now: the difference between both, in one statement that sees
-- one moment, is added as any change is; so it may run beside writes, and writes only groups that differ. Least and
-- greatest values are set, not added: for an immediate rollup with such figures writers wait. Runs inside the tenant's
-- schema.
create or replace function thing.fill_rollup(p_rollup_id integer)
returns void
language plpgsql
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
    v_at timestamptz;
begin
    if v_rollup ->> 'refresh' = 'immediate' and jsonb_path_exists(v_rollup, '$.figures[*] ? (@.function == "min" || '
        '@.function == "max")') then
        execute thing.rollup_lock_sql(v_rollup);
    end if;
    v_at := clock_timestamp();
    execute thing.rollup_fill_sql(p_rollup_id);
    execute format('delete from %I.%I _r where %s', current_schema(), thing.table_name(p_rollup_id),
        thing.rollup_empty_sql(p_rollup_id));
    insert into thing_rollups as r (class_id, refreshed_at, seconds)
    values (p_rollup_id, v_at, extract(epoch from clock_timestamp() - v_at))
    on conflict (class_id) do update set refreshed_at = excluded.refreshed_at, seconds = excluded.seconds;
end
$$;
comment on function thing.fill_rollup(integer) is 'Bring a rollup to what the things are now. Internal.';
revoke all on function thing.fill_rollup(integer) from public;
