-- Steps that take the modifier from columns whose fields want none, numeric(10,2) -> numeric, as an older core made
-- them: PostgreSQL changes its catalog alone, and keeps rows and indexes. It refuses that for a column that a trigger
-- names: those are dropped, and made again as they were (a trigger that is out of date is thing.trigger_steps' to
-- replace). A column that a view of somebody's names is left: thing.check tells of it. Runs inside the tenant's schema.
create or replace function thing.modifier_steps(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_table text := thing.table_name(p_class_id);
    v_qualified text := format('%I.%I', current_schema(), v_table);
    v_oid oid := to_regclass(quote_ident(v_table));
    v_columns smallint[] := array(
        select a.attnum
          from thing_class_fields f
          join thing.field_types t on t.name = f.type and t.params ? 'round'
          join pg_attribute a on a.attrelid = v_oid and a.attname = f.physical_name and a.atttypmod <> -1
         where f.class_id = p_class_id and not f.params ? 'round'
           and not exists (select from pg_depend d
                            where d.refclassid = 'pg_class'::regclass and d.refobjid = v_oid
                              and d.refobjsubid = a.attnum
                              and d.classid in ('pg_rewrite'::regclass, 'pg_policy'::regclass)));
begin
    if v_columns = '{}' then
        return;
    end if;
    return query
    with named as (
        select distinct t.oid, t.tgname, t.tgenabled
          from pg_depend d
          join pg_trigger t on t.oid = d.objid and not t.tgisinternal
         where d.classid = 'pg_trigger'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = v_oid
           and d.refobjsubid = any (v_columns)
    ), steps as (
        select 1 as n, n.tgname::text as name,
               format('drop trigger %I on %s', n.tgname, v_qualified) as sql from named n
        union all
        select 2, '', format('alter table %s %s', v_qualified, string_agg(
                   format('alter column %I type %s', a.attname, a.atttypid::regtype), ', ' order by a.attnum))
          from pg_attribute a where a.attrelid = v_oid and a.attnum = any (v_columns)
        union all
        select 3, n.tgname, pg_get_triggerdef(n.oid) from named n
        union all
        select 4, n.tgname, format('alter table %s %s trigger %I', v_qualified,
                   case n.tgenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end,
                   n.tgname)
          from named n where n.tgenabled <> 'O'
    )
    select (thing.ddl_step(phase => 'drops', sql => s.sql, table_name => v_table, lock_mode => 'ACCESS EXCLUSIVE')).*
      from steps s order by s.n, s.name;
end
$$;
comment on function thing.modifier_steps(integer) is
    'Steps that take modifiers from columns whose fields want none. Internal.';
revoke all on function thing.modifier_steps(integer) from public;
