-- Takes from a schema that came from elsewhere what the core recreates: every trigger, functions of changes of type,
-- every privilege of others; columns of classes get the defaults that the core would give them, sequences go on behind
-- what is there.
create or replace function thing.reset_schema(p_schema text)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sql text;
begin
    for v_sql in
        select s.sql
          from pg_namespace n
          cross join lateral (
            select 1, format('drop trigger %I on %I.%I', t.tgname, n.nspname, c.relname)
              from pg_class c join pg_trigger t on t.tgrelid = c.oid
             where c.relnamespace = n.oid and not t.tgisinternal
            union all
            select 2, format('drop function %s', p.oid::regprocedure) from pg_proc p
             where p.pronamespace = n.oid and p.proname ~ '^retype_[0-9]+$'
            union all
            select 3, format('revoke all on %s from %s cascade', o.what,
                       case a.grantee when 0 then 'public' else a.grantee::regrole::text end)
              from (select 'schema ' || quote_ident(n.nspname), n.nspacl, n.nspowner
                    union all
                    select format('%s %I.%I',
                               case c.relkind when 'S' then 'sequence' else 'table' end, n.nspname, c.relname),
                           (select c.relacl || array_agg(i order by i::text) from pg_attribute t, unnest(t.attacl) i
                             where t.attrelid = c.oid), c.relowner
                      from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'S')
                    union all
                    select 'function ' || p.oid::regprocedure, p.proacl, p.proowner from pg_proc p
                     where p.pronamespace = n.oid) o (what, acl, owner)
              cross join lateral (select distinct x.grantee from aclexplode(o.acl) x) a
             where a.grantee <> o.owner
            union all
            select 4,
                   format('select setval(%1$L, max(%2$I)) from %3$I.%4$I having max(%2$I) > '
                          'coalesce(pg_sequence_last_value(%1$L), 0)',
                          pg_get_serial_sequence(c.oid::regclass::text, t.attname), t.attname, n.nspname, c.relname)
              from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attidentity <> ''
             where c.relnamespace = n.oid) s (n, sql)
         where n.nspname = p_schema
         order by s.n, s.sql
    loop
        execute v_sql;
    end loop;
    for v_sql in
        select format('alter table %I.%I alter column %I %s', p_schema, coalesce(a.table_name, e.table_name),
                      coalesce(a.name, e.name),
                      coalesce('set default ' || e.definition, 'drop default'))
          from (select * from thing.schema_objects(p_schema) o where o.kind = 'default') a
          full join (select * from thing.expected_schema(p_schema) o
                      where o.kind = 'default') e using (table_name, name)
         where a.definition is distinct from e.definition
    loop
        execute v_sql;
    end loop;
end
$$;
comment on function thing.reset_schema(text) is
    'Take from a schema what the core recreates, privileges included. Internal.';
revoke all on function thing.reset_schema(text) from public;
