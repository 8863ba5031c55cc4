-- Public: makes what somebody made by hand on the tables of classes (columns, constraints, indexes: what thing.check
-- calls unknown) part of the schema, by the changes that thing.migrate takes; what it cannot is left as it is, with the
-- reason as outcome. The values of a column are written into its field: rules hold, history and events tell of it, and
-- the class is locked meanwhile. plan: everything is undone at the end, and 'done' is reported as 'planned'.
-- Errors: TB044 FORBIDDEN, TB040 UNKNOWN_TENANT. Definer: alters tables for members of thing_admin.
create or replace function thing.adopt_drift(tenant text, plan boolean default true, author text default null)
returns table (kind text, class text, object text, changes jsonb, outcome text)
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
    v_parts jsonb;
    v_part record;
    v_outcomes jsonb := '[]';
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(adopt_drift.tenant);
    lock table schema_versions in share update exclusive mode;     -- no other migration meanwhile
    -- All that is to be done is read before anything is renamed.
    v_parts := (
        select coalesce(jsonb_agg(jsonb_build_object('kind', d.kind, 'class', d.class, 'object', d.object,
                   'table', p.name[1], 'name', p.name[2],
                   'adopted', case d.kind when 'unknown column' then thing.adopted_column(p.name[1], p.name[2])
                       when 'unknown constraint' then thing.adopted_constraint(p.name[1], p.name[2])
                       else thing.adopted_index(p.name[1], p.name[2]) end)
                   order by d.kind <> 'unknown column', d.kind <> 'unknown constraint', d.object), '[]')
          from thing.damages(adopt_drift.tenant, false) d
          cross join lateral regexp_match(d.object, '^(tc_[^.]*)\.(.*)$') p (name)
         where d.kind in ('unknown column', 'unknown constraint', 'unknown index') and p.name is not null);
    begin
        for v_part in
            select * from jsonb_to_recordset(v_parts)
                as r (kind text, class text, object text, "table" text, name text, adopted jsonb)
        loop
            outcome := v_part.adopted ->> 'refused';
            if outcome is null then
                begin
                    perform thing.adopt_part(v_part.kind, v_part."table", v_part.name, v_part.adopted -> 'changes',
                        coalesce(adopt_drift.author, 'adopt_drift'));
                    outcome := 'done';
                exception when others then
                    outcome := sqlerrm;
                end;
            end if;
            v_outcomes := v_outcomes || jsonb_build_object('kind', v_part.kind, 'class', v_part.class,
                'object', v_part.object, 'changes', v_part.adopted -> 'changes', 'outcome', outcome);
        end loop;
        if plan then
            raise exception using errcode = 'TBZZZ';   -- undo; variables keep what they have
        end if;
    exception when sqlstate 'TBZZZ' then
        null;
    end;
    return query
    select r.kind, r.class, r.object, r.changes, case when plan and r.outcome = 'done' then 'planned' else r.outcome end
      from jsonb_to_recordset(v_outcomes) as r (kind text, class text, object text, changes jsonb, outcome text);
end
$$;
comment on function thing.adopt_drift(text, boolean, text) is
    'Make columns, constraints and indexes that somebody made by hand part of the schema, or (plan) say how and change '
    'nothing. Returns the changes. Example: select * from thing.adopt_drift(''acme'', plan => true).';
revoke all on function thing.adopt_drift(text, boolean, text) from public;
grant execute on function thing.adopt_drift(text, boolean, text) to thing_admin;
