-- The steps that drop trigger functions of a class's tables that kept fields no longer need, behind those that drop
-- their triggers. Runs inside the tenant's schema.
create or replace function thing.drop_upkeep_steps(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_wanted text[] := array(
        select substring(s from '^create or replace function [^(]*?(upkeep_[a-z0-9_]+)"?\(\)')
          from thing_classes c cross join lateral thing.upkeep_triggers_sql(c.id) s
         where c.id = p_class_id and not c.abstract and c.dropped_version is null);
begin
    return query
    select (thing.ddl_step(phase => 'grants', sql => format('drop function %I.%I() cascade', current_schema(),
               p.proname))).*
      from pg_proc p
     where p.pronamespace = current_schema()::regnamespace
       -- (a range of pg_proc's index, which has the functions of all tenants: "`" comes behind "_")
       and p.proname >= format('upkeep_%s', p_class_id)::name and p.proname < format('upkeep_%s`', p_class_id)::name
       and (p.proname = 'upkeep_' || p_class_id or starts_with(p.proname, format('upkeep_%s_', p_class_id)))
       and p.proname <> all (array_remove(v_wanted, null))
     order by p.proname;
end
$$;
comment on function thing.drop_upkeep_steps(integer) is
    'The steps that drop trigger functions of kept fields that are gone. Internal.';
revoke all on function thing.drop_upkeep_steps(integer) from public;
