-- Where this tenant's log stands: its identity, the row up to which rows are not events, and what retention has
-- deleted. In a log that came from elsewhere (restored, moved) the transaction ids of its rows mean nothing here: all
-- rows there are become history, and readers start again. That waits for running writers once, so
-- that no row of theirs is taken for history. Runs inside the tenant's schema. Errors: TB038 INVALID_TRANSACTION on a
-- standby, whose snapshots do not list what runs (their xip is empty), and in a read-only transaction where the log has
-- to be adopted.
create or replace function thing.log_state(
    out identity text, out floor_seq bigint, out trimmed_xid xid8, out trimmed_seq bigint)
language plpgsql
as $$
declare
    v_identity text;
    v_log regclass;
begin
    if pg_is_in_recovery() then
        perform thing.fail('INVALID_TRANSACTION',
            'events are read on the primary: a standby''s snapshots cannot tell what still runs',
            null, 'Connect to the primary.');
    end if;
    v_log := coalesce((     -- the table which it was before it had partitions
        select s.same_as[2] from change_log_state s where s.same_as[1] = to_regclass('change_log')::oid),
        to_regclass('change_log')::oid);
    v_identity := thing.log_identity(v_log);
    select s.identity, s.floor_seq, s.trimmed_xid, s.trimmed_seq into identity, floor_seq, trimmed_xid, trimmed_seq
      from change_log_state s;
    if identity is distinct from v_identity and not thing.is_this_log(v_log, identity) then
        if current_setting('transaction_read_only')::boolean then
            perform thing.fail('INVALID_TRANSACTION',
                'this log came from elsewhere: its first reading writes that down', null,
                'Call thing.change_cursor once in a read-write transaction.');
        end if;
        lock table change_log in exclusive mode;
        update change_log_state s
           set identity = v_identity,
               floor_seq = coalesce((select max(l.seq) from change_log l), 0),
               trimmed_xid = '0'     -- of the other cluster: here that transaction may be yet to come
         where s.identity <> v_identity;
        select s.identity, s.floor_seq, s.trimmed_xid, s.trimmed_seq into identity, floor_seq, trimmed_xid, trimmed_seq
          from change_log_state s;
    end if;
end
$$;
comment on function thing.log_state() is
    'State of the tenant''s change log; adopts a log that came from elsewhere. Internal.';
revoke all on function thing.log_state() from public;
