-- What stands in the schema, or on its tables, and is not ours: tables, views, sequences and types; rewrite rules and
-- policies; event triggers of the database. Runs inside the tenant's schema.
create or replace function thing.check_foreign()
returns setof thing.damage
language plpgsql
stable
as $$
declare
    v_schema text := current_schema();
begin
    return query
    with ours as materialized (
        select w.table_name as name from thing.wanted_parts() w where w.part = 'table'
    ), relations as materialized (
        select c.* from pg_class c where c.relnamespace = quote_ident(v_schema)::regnamespace
    )
    select 'unknown table', null::text, c.relname::text, format('a %s that is not ours', k.kind),
           array[format('drop %s %I.%I', k.kind, v_schema, c.relname)]
      from relations c
      join (values ('r', 'table'), ('p', 'table'), ('v', 'view'), ('m', 'materialized view'), ('f', 'foreign table'),
               ('S', 'sequence'), ('c', 'type')) k (relkind, kind)
        on k.relkind = c.relkind::text
     where c.relname not in (select o.name from ours o)
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                          and d.deptype in ('i', 'a') and d.refclassid = 'pg_class'::regclass)
    union all
    select 'unknown table', null, t.typname, 'a type that is not ours',
           array[format('drop type %I.%I', v_schema, t.typname)]
      from pg_type t
     where t.typnamespace = quote_ident(v_schema)::regnamespace and t.typtype in ('d', 'e', 'r')
    union all
    select 'unknown rule', null, c.relname || '.' || r.rulename, pg_get_ruledef(r.oid),
           array[format('drop rule %I on %I.%I', r.rulename, v_schema, c.relname)]
      from relations c
      join pg_rewrite r on r.ev_class = c.oid
     where c.relkind in ('r', 'p') and c.relname in (select o.name from ours o)
    union all
    select 'unknown policy', null, c.relname || '.' || p.polname, 'a row security policy',
           array[format('drop policy %I on %I.%I', p.polname, v_schema, c.relname)]
      from relations c
      join pg_policy p on p.polrelid = c.oid
     where c.relname in (select o.name from ours o)
    union all
    select 'event trigger', null, e.evtname, format('it calls %s at %s', e.evtfoid::regprocedure, e.evtevent), null
      from pg_event_trigger e
     where e.evtenabled <> 'D'
       and not exists (select from pg_depend d
                        where d.classid = 'pg_event_trigger'::regclass and d.objid = e.oid and d.deptype = 'e');
end
$$;
comment on function thing.check_foreign() is 'What is not ours in the schema. Internal.';
revoke all on function thing.check_foreign() from public;
