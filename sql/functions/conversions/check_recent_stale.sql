-- Last look before a change of type swaps the columns, under the lock: no row written since the full check may have
-- been missed. Sequential scans are off: a fresh log has no statistics, and a guess would scan all of it. Runs inside
-- the tenant's schema. Errors: TB030 SCHEMA_BUSY (the job tries again).
create or replace function thing.check_recent_stale(p_query text)
returns void
language plpgsql
set enable_seqscan = off
as $$
declare
    v_missed boolean;
begin
    execute format('select exists (%s)', p_query) into v_missed;
    if v_missed then
        perform thing.fail('SCHEMA_BUSY', 'rows were written that the change of type has not converted yet', '{}',
            'The job tries again by itself.');
    end if;
end
$$;
comment on function thing.check_recent_stale(text) is 'Fail when a row was missed by a change of type. Internal.';
revoke all on function thing.check_recent_stale(text) from public;
