-- Makes a tenant's role and trigger functions, and the triggers, grants and column modifiers of its next classes (by
-- their ids, after after; dropped ones too, for their columns), as this version of the core has them: of as many as
-- have none of it to change, and of most that do (null: of all). Returns where to go on, or null when no class is left.
-- An upgrade calls it over and over, each time in a transaction of its own, so that writers wait for a few tables at a
-- time, and never for long: what is to be done is worked out before the first of them is locked. most 0: of none, but
-- the role and the functions. compiled: the rules are compiled by this version of the core (thing.copy_catalog), and
-- are taken from there.
-- Errors: TB030 SCHEMA_BUSY, TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: alters tables for members of thing_admin.
create or replace function thing.refresh_triggers(
    slug text, after integer default 0, most integer default null, compiled boolean default false)
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_share(refresh_triggers.slug);
    v_class integer;
    v_last integer;
    v_steps thing.ddl_step[];
    v_all thing.ddl_step[] := '{}';
    v_looked integer := 0;
    v_locked integer := 0;
begin
    perform thing.enter_tenant(refresh_triggers.slug);
    lock table schema_versions in share update exclusive mode;   -- no migration meanwhile
    if refresh_triggers.after = 0 then
        execute thing.tenant_functions_sql(v_tenant.schema_name);
        if thing.ensure_tenant_role(v_tenant) then   -- it is new, and no table knows it yet
            update thing_classes c set triggers_hash = null where c.dropped_version is null;
        end if;
    end if;
    for v_class in select c.id from thing_classes c where not c.abstract and c.id > refresh_triggers.after
                    order by c.id loop
        if v_locked >= refresh_triggers.most or v_looked >= 10 * refresh_triggers.most then
            v_last := v_class - 1;
            exit;
        end if;
        v_steps := array(
            select s.step
              from (select 1 as part, m as step from thing.modifier_steps(v_class) m
                     union all
                    select 2, t
                      from thing_classes k
                     cross join lateral thing.wanted_trigger_steps(k.id, array(
                         select s from thing.triggers_of_sql(k.id, case when refresh_triggers.compiled then k.predicate
                                    else thing.class_predicate_sql(k.id) end) s)) t
                     where k.id = v_class and k.dropped_version is null) s
             order by s.part, (s.step).phase);
        v_looked := v_looked + 1;
        v_locked := v_locked + (v_steps <> '{}')::integer;
        v_all := v_all || v_steps;
    end loop;
    perform thing.lock_politely(v_all, 5);
    perform thing.run_steps(v_all, (select max(s.version) from schema_versions s));
    return v_last;
end
$$;
comment on function thing.refresh_triggers(text, integer, integer, boolean) is
    'Recreate the trigger functions of a tenant and the triggers of its next classes; returns where to go on, or '
    'null. Example: select thing.refresh_triggers(''acme'', 0, 10).';
revoke all on function thing.refresh_triggers(text, integer, integer, boolean) from public;
grant execute on function thing.refresh_triggers(text, integer, integer, boolean) to thing_admin;
