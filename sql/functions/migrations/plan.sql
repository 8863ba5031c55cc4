-- What thing.migrate would do. The changes are carried out on the metadata in a subtransaction that is rolled back; no
-- DDL runs and no table is locked. Returns {version, statements: [{sql, lock, table, rewrites}], jobs, diff, inverse,
-- conflicts}.
-- Errors: those of thing.enter_tenant and of the changes. Definer: reads and tries metadata for the tenant's role.
create or replace function thing.plan(tenant text, changes jsonb)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_version integer;
    v_result thing.op_result;
    v_conflicts jsonb;
    v_ids jsonb;
begin
    perform thing.enter_tenant(plan.tenant);
    v_version := thing.begin_migration(null) + 1;
    v_ids := thing.next_ids();
    begin
        v_result := thing.apply_operations(plan.changes, v_version);
        v_conflicts := thing.check_existing_rows(thing.strict_classes(v_result.touched, plan.changes));
        -- undo the metadata; variables keep what they have (a code that ends in 000 would catch its whole class)
        raise exception using errcode = 'TBZZZ';
    exception when sqlstate 'TBZZZ' then
        perform thing.set_next_ids(v_ids);   -- what migrate then runs carries the same ids in its names
    end;
    return jsonb_build_object(
        'version', v_version,
        'statements', (select coalesce(jsonb_agg(jsonb_build_object(
                           'sql', s.sql, 'table', s.table_name, 'rewrites', s.rewrites,
                           -- a table that the migration itself makes blocks no one
                           'lock', case when to_regclass(quote_ident(s.table_name)) is not null then s.lock_mode end)
            order by s.ordinality), '[]')
                         from unnest(v_result.steps) with ordinality s
                        where s.sql is not null and s.kind <> 'note'),
        'jobs', (select coalesce(jsonb_agg(s.job), '[]') from unnest(v_result.steps) s where s.job is not null),
        'diff', v_result.changes,
        'inverse', v_result.inverse,
        'conflicts', v_conflicts);
end
$$;
comment on function thing.plan(text, jsonb) is
    'What a migration would do: statements with their locks, jobs, rows that break the new rules, the inverse. '
    'Changes nothing. Example: select thing.plan(''acme'', ''[{"op": "drop_class", "class": "Product"}]'').';
revoke all on function thing.plan(text, jsonb) from public;
grant execute on function thing.plan(text, jsonb) to thing_admin, thing_tenant;
