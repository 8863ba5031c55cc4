-- The next log rows of a batch: not visible in p_seen, visible in p_upto, after p_after and up to p_last, in the order
-- of seq. They are of the transactions that have ended between the two: running in p_seen or from its xmax on, and not
-- running in p_upto (what those have written so far, a million rows maybe, is not looked at). A batch of few rows (ten
-- pages) is found by the index on xid and sorted; one of many is walked along the primary key, page by page. Which it
-- is says the whole batch, not what is left of it: to look for that, each page would pass over all that were read. The
-- planner cannot know, so it has these settings. Runs inside the tenant's schema.
create or replace function thing.change_page(
    p_seen pg_snapshot, p_upto pg_snapshot, p_after bigint, p_last bigint, p_limit integer)
returns bigint[]
language plpgsql
stable
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    v_ended xid8[] := array(select pg_snapshot_xip(p_seen) except select pg_snapshot_xip(p_upto));
    v_next xid8 := pg_snapshot_xmax(p_seen);
    v_running xid8[] := array(select x from pg_snapshot_xip(p_upto) x where x >= v_next order by x);
    -- new transactions lie over each of these
    v_over xid8[] := ((v_next::text::bigint - 1)::text::xid8) || v_running;
    -- and under the one of the same place here
    v_under xid8[] := v_running || pg_snapshot_xmax(p_upto);
    v_after bigint := p_after;
    v_few bigint[];
begin
    v_few := array(
        select l.seq from change_log l where l.xid = any (v_ended)
        union all
        select l.seq
          from unnest(v_over, v_under) r (over, under)
         cross join lateral (select c.seq from change_log c
                              where c.xid > r.over and c.xid < r.under) l
        limit p_limit * 10 + 1);
    if cardinality(v_few) <= p_limit * 10 then
        return array(
            select l.seq
              from change_log l
             where l.seq = any (v_few) and l.seq > v_after and l.seq <= p_last
               and pg_visible_in_snapshot(l.xid, p_upto)
             order by l.seq
             limit p_limit);
    end if;
    -- 3: the first transaction ever; from the beginning there is nothing to look for
    if v_after = 0 and v_next > '3' then
        -- "+ 0" keeps min() from walking the primary key up to its first hit.
        v_after := least((select min(l.seq + 0) from change_log l where l.xid = any (v_ended)),
                         (select min(l.seq + 0) from change_log l where l.xid >= v_next)) - 1;
    end if;
    return array(
        select l.seq
          from change_log l
         where l.seq > v_after and l.seq <= p_last
           and not pg_visible_in_snapshot(l.xid, p_seen) and pg_visible_in_snapshot(l.xid, p_upto)
         order by l.seq
         limit p_limit);
end
$$;
comment on function thing.change_page(pg_snapshot, pg_snapshot, bigint, bigint, integer) is
    'Seqs of the next changes of a batch. Internal.';
revoke all on function thing.change_page(pg_snapshot, pg_snapshot, bigint, bigint, integer) from public;
