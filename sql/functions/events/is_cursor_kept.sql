-- Whether all that a cursor of an earlier timeline has seen is on this one, too: it was committed before the place
-- where the next one began. (The one after next began later.) Definer: reads the timelines for tenants. Not
-- stable: thing.noted_timeline may just have written that one down.
create or replace function thing.is_cursor_kept(p_mark text, p_lsn pg_lsn)
returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select
          from thing.timelines t
          join pg_control_system() s on s.system_identifier = t.system_identifier
          join thing.timelines n on n.system_identifier = t.system_identifier and n.timeline = t.timeline + 1
         where t.mark = p_mark and p_lsn <= n.began);
end
$$;
comment on function thing.is_cursor_kept(text, pg_lsn) is
    'Whether what a cursor of before a failover has seen was not lost by it. Internal.';
revoke all on function thing.is_cursor_kept(text, pg_lsn) from public;
