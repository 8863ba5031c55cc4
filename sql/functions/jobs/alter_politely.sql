-- Runs statements that need a table for themselves for a moment, without holding others up. A migration at the same
-- time might just be doing away with what they are for, so they take turns. Runs inside the tenant's schema. Errors:
-- TB030 SCHEMA_BUSY.
create or replace function thing.alter_politely(p_table text, variadic p_statements text[])
returns void
language plpgsql
as $$
declare
    v_statement text;
begin
    begin
        lock table schema_versions in share update exclusive mode nowait;   -- as thing.begin_migration does
    exception when lock_not_available then
        perform thing.fail('SCHEMA_BUSY', 'a migration of this tenant is running', '{}',
            'The job tries again by itself.');
    end;
    perform thing.lock_politely(
        array[thing.ddl_step(phase => 'tables', table_name => p_table, lock_mode => 'ACCESS EXCLUSIVE')], 10);
    foreach v_statement in array p_statements loop
        execute v_statement;
    end loop;
end
$$;
comment on function thing.alter_politely(text, text[]) is
    'Run statements under a politely taken exclusive lock. Internal.';
revoke all on function thing.alter_politely(text, text[]) from public;
