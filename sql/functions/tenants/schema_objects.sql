-- Everything that stands in a schema, as text that is the same for equal things in another schema. (The triggers are
-- not among it: thing.adopt_tenant drops and makes them all.) Runs with search_path = pg_catalog, so that PostgreSQL
-- qualifies every name in a definition.
--   object       a table, index, sequence, function, type, or whatever else belongs to the schema
--   column       type, identity, generated, collation;  default and not null apart
--   constraint, index, rule, policy
create or replace function thing.schema_objects(p_schema text)
returns table (kind text, table_name text, name text, definition text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with here as (
        select n.oid, quote_ident(n.nspname) || '.' as prefix from pg_namespace n where n.nspname = p_schema
    ), relations as (
        select c.*, h.prefix from pg_class c join here h on h.oid = c.relnamespace
    ), found as (
        select 'object' as kind, null::name as table_name, i.identity as name, h.prefix,
               concat_ws(' ', i.type, d.deptype, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
                         c.relispartition, c.relreplident, c.reloptions,
                         f.prorettype::regtype, f.prokind) as definition
          from here h
          join pg_depend d on d.refclassid = 'pg_namespace'::regclass and d.refobjid = h.oid
          cross join lateral pg_identify_object(d.classid, d.objid, 0) i
          left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
          left join pg_proc f on d.classid = 'pg_proc'::regclass and f.oid = d.objid
        union all
        select k.kind, r.relname, a.attname, r.prefix, k.definition
          from relations r
          join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
          left join pg_attrdef e on e.adrelid = r.oid and e.adnum = a.attnum
          cross join lateral (values
            ('column', concat_ws(' ', format_type(a.atttypid, a.atttypmod), nullif(a.attidentity, ''),
                nullif(a.attgenerated, ''), nullif(a.attcollation, 100)::regcollation)),
            ('not null', case when a.attnotnull then '' end),
            ('default', pg_get_expr(e.adbin, e.adrelid))) k (kind, definition)
         where r.relkind in ('r', 'p') and k.definition is not null
        union all
        select 'inheritance', r.relname, i.inhparent::regclass::text, r.prefix, '' from relations r
          join pg_inherits i on i.inhrelid = r.oid
        union all
        select 'constraint', r.relname, k.conname, r.prefix, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$',
                   case k.contype when 'f' then '' else ' NOT VALID' end)
          from relations r join pg_constraint k on k.conrelid = r.oid
         where k.contype <> 'n'     -- PostgreSQL 18 names NOT NULL as well
        union all
        select 'index', r.relname, i.relname, r.prefix, pg_get_indexdef(x.indexrelid)
          from relations r join pg_index x on x.indrelid = r.oid join pg_class i on i.oid = x.indexrelid
        union all
        select 'rule', r.relname, w.rulename, r.prefix, pg_get_ruledef(w.oid) from relations r
          join pg_rewrite w on w.ev_class = r.oid
        union all
        select 'foreign key that is off', r.relname, k.conname, r.prefix, ''
          from relations r join pg_trigger t on t.tgrelid = r.oid and t.tgisinternal and t.tgenabled <> 'O'
          join pg_constraint k on k.oid = t.tgconstraint
        union all
        select 'policy', r.relname, p.polname, r.prefix, '' from relations r join pg_policy p on p.polrelid = r.oid
    )
    select f.kind, f.table_name::text, replace(f.name, f.prefix, ''), replace(f.definition, f.prefix, '') from found f
$$;
comment on function thing.schema_objects(text) is
    'Everything that stands in a schema, comparable with another. Internal.';
revoke all on function thing.schema_objects(text) from public;
