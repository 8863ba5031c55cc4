-- Makes a sequence stand at a number at least. What others take meanwhile is not given out again: short ways are gone
-- by nextval, and setval is for leaps (a new period), by one session at a time. The lock is let go with the
-- subtransaction, so that others need not wait for the end of ours; what a sequence gives is not undone with it.
-- Definer: tenants may take numbers, not set them. Errors: TB044 FORBIDDEN.
create or replace function thing.count_from(counter regclass, number bigint)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_way bigint;
begin
    perform thing.may_count(count_from.counter);
    begin
        perform pg_advisory_xact_lock(hashtext('thing.count_from'), count_from.counter::oid::bigint::integer);
        v_way := count_from.number - coalesce(pg_sequence_last_value(count_from.counter), 0);
        if v_way > 100000 then
            perform setval(count_from.counter, count_from.number);
        elsif v_way > 0 then
            perform max(nextval(count_from.counter)) from generate_series(1, v_way);
        end if;
        raise exception using errcode = 'TBZZZ';
    exception when sqlstate 'TBZZZ' then
        null;
    end;
end
$$;
comment on function thing.count_from(regclass, bigint) is
    'Make a sequence of defaults stand at a number at least. Columns of such fields use it.';
revoke all on function thing.count_from(regclass, bigint) from public;
grant execute on function thing.count_from(regclass, bigint) to thing_admin, thing_tenant;
