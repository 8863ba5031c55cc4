-- One round of thing.repair, as thing_owner: looks for damages and runs the statements that mend them, each in a
-- subtransaction of its own. outcome: 'done', 'superuser' (not allowed to thing_owner; the caller may), or why it
-- failed.
-- Errors: TB044 FORBIDDEN, TB040 UNKNOWN_TENANT. Definer: alters tables and roles for members of thing_admin.
create or replace function thing.repair_round(tenant text, scan_rows boolean, drop_foreign boolean)
returns table (kind text, class text, object text, statement text, rows bigint, outcome text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
set datestyle = 'ISO'
set timezone = 'UTC'
set lock_timeout = '5s'
as $$
#variable_conflict use_column
declare
    v_damage record;
    v_done text[] := '{}';
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(repair_round.tenant);
    begin
        lock table schema_versions in share update exclusive mode;     -- no migration meanwhile
    exception when undefined_table or insufficient_privilege then
        null;     -- that is to be repaired
    end;
    for v_damage in
        select d.kind, d.class, d.object, s.sql, s.n, d.m
          from thing.damages(repair_round.tenant, repair_round.scan_rows)
               with ordinality d (kind, class, object, message, fix, m)
          join thing.damage_kinds k on k.name = d.kind
           and (k.remedy = 'repair' or k.remedy = 'foreign' and repair_round.drop_foreign)
          cross join unnest(d.fix) with ordinality s (sql, n)
         order by d.m, s.n
    loop
        continue when v_damage.sql = any (v_done);
        begin
            set constraints all immediate;     -- or a pending check would forbid ALTER TABLE
            set constraints all deferred;
            execute v_damage.sql;
            get diagnostics rows = row_count;
            outcome := 'done';
            v_done := v_done || v_damage.sql;
        exception
            when insufficient_privilege then outcome := 'superuser';
            when others then outcome := sqlerrm;
        end;
        kind := v_damage.kind;
        class := v_damage.class;
        object := v_damage.object;
        statement := v_damage.sql;
        return next;
    end loop;
end
$$;
comment on function thing.repair_round(text, boolean, boolean) is 'One round of thing.repair. Internal: use that.';
revoke all on function thing.repair_round(text, boolean, boolean) from public;
grant execute on function thing.repair_round(text, boolean, boolean) to thing_admin;
