-- Refuses what would bypass the log: TRUNCATE of any of a tenant's tables, UPDATE of a join table's pair.
-- Errors: TB062 FORBIDDEN_WRITE.
create or replace function thing.refuse_write()
returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform thing.fail('FORBIDDEN_WRITE',
        format('%s of %s is refused: it would bypass the change log', tg_op, tg_table_name),
        jsonb_build_object('table', tg_table_name, 'operation', tg_op),
        'Use DELETE (and INSERT) instead.');
    return null;
end
$$;
comment on function thing.refuse_write() is 'Trigger function: refuses the statement.';
revoke all on function thing.refuse_write() from public;
