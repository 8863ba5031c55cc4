-- AFTER ROW trigger function of a tenant's table thing_numbers, deferred to the end of the transaction that locked the
-- row: writes the number that it took last (thing.held_number). Definer: tenants may not write the table.
create or replace function thing.keep_number()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_last bigint := thing.held_number(tg_relid, new.counter);
begin
    if v_last > new.last then
        execute format('update %s u set last = $2 where u.counter = $1', tg_relid::regclass) using new.counter, v_last;
    end if;
    perform set_config('thing.n' || tg_relid || new.counter, 'kept', true);     -- the next number locks it again
    return null;
end
$$;
comment on function thing.keep_number() is
    'Trigger function: keeps how far a transaction has counted. Called by the trigger "keep_number" of thing_numbers.';
revoke all on function thing.keep_number() from public;
