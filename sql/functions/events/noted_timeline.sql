-- The timeline that the server writes on: its mark, and whether it is the first that is known of this cluster. One that
-- is new is written down with where it begins: what a standby had replayed when it took over. That is known until it is
-- started again, so the first reading should come before; a server that has been started since, or has recovered from a
-- crash before the first checkpoint, leaves it open, and cursors of before get a RESYNC.
-- Errors: TB038 INVALID_TRANSACTION in a read-only transaction, where a timeline is new. Definer: writes for all. Not
-- stable: it sees what it has written.
create or replace function thing.noted_timeline(out mark text, out is_first boolean)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_system bigint := (select s.system_identifier from pg_control_system() s);
    v_timeline integer := ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer;
begin
    for v_try in 1 .. 2 loop
        select t.mark, not exists (select from thing.timelines o
                                    where o.system_identifier = v_system and o.timeline < v_timeline)
          into mark, is_first
          from thing.timelines t where t.system_identifier = v_system and t.timeline = v_timeline;
        if mark is not null then
            return;
        end if;
        if current_setting('transaction_read_only')::boolean then
            perform thing.fail('INVALID_TRANSACTION',
                'this server writes on a new timeline: the first reading of events writes that down', null,
                'Call thing.change_cursor once in a read-write transaction.');
        end if;
        insert into thing.timelines (system_identifier, timeline, mark, began)
        select v_system, v_timeline, left(md5(gen_random_uuid()::text), 8),
               -- The checkpoint that ends a recovery from a crash is where its WAL begins.
               case when c.timeline_id < v_timeline or c.redo_lsn <> c.checkpoint_lsn then pg_last_wal_replay_lsn() end
          from pg_control_checkpoint() c
            on conflict do nothing;
    end loop;
end
$$;
comment on function thing.noted_timeline() is
    'The timeline that the server writes on, written down where it is new. For server programs.';
revoke all on function thing.noted_timeline() from public;
grant execute on function thing.noted_timeline() to thing_admin;
