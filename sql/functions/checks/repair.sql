-- Public: mends what thing.check tells and can be mended, and returns the statements with the rows that they touched.
-- plan: everything is undone at the end, so nothing changes (locks are held until then), and 'done' is reported as
-- 'planned'. scan_rows: the rows too. drop_foreign: drops what is not ours as well. Rounds, since one damage can hide
-- another. Invoker: a superuser runs here what thing_owner may not (an owner, an attribute of a role); for others its
-- outcome stays 'superuser', and the statement is theirs to hand on. All else is done by thing.repair_round.
-- Errors: TB044 FORBIDDEN, TB040 UNKNOWN_TENANT.
create or replace function thing.repair(
    tenant text, plan boolean default true, scan_rows boolean default true, drop_foreign boolean default false)
returns table (kind text, class text, object text, statement text, rows bigint, outcome text)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_done jsonb := '[]';
    v_failed jsonb;
    v_step record;
    v_progress boolean := true;
    v_super boolean := (select r.rolsuper from pg_roles r where r.rolname = current_user);
begin
    begin
        for v_round in 1 .. 6 loop
            exit when not v_progress;
            v_progress := false;
            v_failed := '[]';
            for v_step in select * from thing.repair_round(repair.tenant, repair.scan_rows, repair.drop_foreign) loop
                if v_step.outcome = 'superuser' and v_super then
                    begin
                        execute v_step.statement;
                        get diagnostics v_step.rows = row_count;
                        v_step.outcome := 'done';
                    exception when others then
                        v_step.outcome := sqlerrm;
                    end;
                end if;
                if v_step.outcome = 'done' then
                    -- what had to be done before, for the same reason, does not help
                    v_progress := v_progress or not v_done @> jsonb_build_array(to_jsonb(v_step));
                    v_done := v_done || to_jsonb(v_step);
                else
                    v_failed := v_failed || to_jsonb(v_step);
                end if;
            end loop;
        end loop;
        if plan then
            raise exception using errcode = 'TBZZZ';   -- undo; variables keep what they have
        end if;
    exception when sqlstate 'TBZZZ' then
        null;
    end;
    return query
    select r.kind, r.class, r.object, r.statement, r.rows,
           case when plan and r.outcome = 'done' then 'planned' else r.outcome end
      from jsonb_to_recordset(v_done || v_failed) as r (kind text, class text, object text, statement text,
               rows bigint, outcome text);
end
$$;
comment on function thing.repair(text, boolean, boolean, boolean) is
    'Mend what thing.check tells of a tenant, or (plan) say how and change nothing. Returns the statements. Example: '
    'select * from thing.repair(''acme'', plan => true).';
revoke all on function thing.repair(text, boolean, boolean, boolean) from public;
grant execute on function thing.repair(text, boolean, boolean, boolean) to thing_admin;
