-- The later of two snapshots of one server: what is visible in the other is visible in it. Pure.
create or replace function thing.later_snapshot(p_one pg_snapshot, p_other pg_snapshot)
returns pg_snapshot
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when pg_snapshot_xmax(p_one) <> pg_snapshot_xmax(p_other)
            then case when pg_snapshot_xmax(p_one) > pg_snapshot_xmax(p_other) then p_one else p_other end
        -- None began in between as far as these tell: fewer run in the later one.
        when (select count(*) from pg_snapshot_xip(p_one)) <= (select count(*) from pg_snapshot_xip(p_other)) then p_one
        else p_other end
$$;
comment on function thing.later_snapshot(pg_snapshot, pg_snapshot) is 'The later of two snapshots. Internal.';
revoke all on function thing.later_snapshot(pg_snapshot, pg_snapshot) from public;
