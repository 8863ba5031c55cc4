-- The number that this transaction took last from a sequence without gaps, and holds; null: none. It stands in a
-- setting of the transaction: "<transaction> <number>", undone by savepoints as the lock is. numbers: the tenant's
-- table thing_numbers. (No search_path of its own, so that it is inlined.)
create or replace function thing.held_number(numbers regclass, counter text)
returns bigint
language sql
stable
as $$
    select case when split_part(current_setting('thing.n' || numbers::oid || counter, true), ' ', 1)
                     = pg_current_xact_id_if_assigned()::text
                then split_part(current_setting('thing.n' || numbers::oid || counter, true), ' ', 2)::bigint end
$$;
comment on function thing.held_number(regclass, text) is
    'The number that this transaction took last. Triggers of fields that count up use it.';
revoke all on function thing.held_number(regclass, text) from public;
grant execute on function thing.held_number(regclass, text) to thing_admin, thing_tenant;
