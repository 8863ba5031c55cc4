-- The tables of the current schema, their columns, constraints and indexes, and the schema's functions, each described
-- as JSON that is equal for equal things. p_schema is cut out of texts; p_part: of one part only. A log with partitions
-- (thing.keep_log) is described as one without. Runs inside the tenant's schema.
create or replace function thing.actual_parts(p_schema text, p_part text default null)
returns setof thing.catalog_part
language plpgsql
stable
set quote_all_identifiers = off
set datestyle = 'ISO'
set timezone = 'UTC'
as $$
begin
    return query
    with relations as (
        select c.*, c.relname = 'change_log' and c.relkind = 'p' as parted,
               exists (select from pg_inherits h
                        where h.inhrelid = c.oid and h.inhparent = to_regclass('change_log')) as log_part
          from pg_class c
         where c.relnamespace = quote_ident(p_schema)::regnamespace and c.relkind in ('r', 'p')
    )
    select c.relname::text, 'table', c.relname::text, jsonb_build_object(
               'kind', case when c.parted then 'r' else c.relkind end, 'persistence', c.relpersistence,
               'rowSecurity', c.relrowsecurity or c.relforcerowsecurity,
               'ofType', c.reloftype <> 0, 'noIdentity', c.relreplident = 'n',
               'inherits', exists (select from pg_inherits h where c.oid in (h.inhparent, h.inhrelid)
                                and not c.parted and not c.log_part))
      from relations c
     where p_part is null or p_part = 'table'
    union all
    select c.relname, 'column', a.attname, jsonb_build_object(
               'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull, 'identity', a.attidentity,
               'generated', a.attgenerated,
               'collation', case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end,
               -- ("default null" of a type with a modifier is kept, and is none;
               --  a table from before PostgreSQL 18 goes on with our own uuid_v7)
               'default', nullif(regexp_replace(
                   regexp_replace(
                       replace(pg_get_expr(d.adbin, d.adrelid), p_schema || '.', '{s}.'), '^NULL::[^'']*$', ''),
                   case when current_setting('server_version_num')::integer >= 180000
                        then '^thing\.uuid_v7\(\)$' else '^(?!)' end, 'uuidv7()'), ''))
      from relations c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where p_part is null or p_part = 'column'
    union all
    select c.relname, 'constraint', k.conname,
           jsonb_build_object('definition', replace(pg_get_constraintdef(k.oid), p_schema || '.', ''))
      from relations c
      join pg_constraint k on k.conrelid = c.oid and k.contype <> 'n' and k.contype <> 't'
       and not (c.relname = 'change_log' and k.conname = 'change_log_bound')   -- thing.partition_log is at it
     where p_part is null or p_part = 'constraint'
    union all
    select c.relname, 'index', i.relname, jsonb_build_object('valid', x.indisvalid and x.indisready,
               'definition', regexp_replace(replace(pg_get_indexdef(i.oid),
                   ' ' || quote_ident(p_schema) || '.', ' '), ' ON ONLY ', ' ON '))
      from relations c
      join pg_index x on x.indrelid = c.oid
      join pg_class i on i.oid = x.indexrelid
     where (p_part is null or p_part = 'index')
       and not exists (select from pg_constraint k
                        where k.conindid = i.oid and k.conrelid = c.oid and k.contype in ('p', 'u', 'x'))
    union all
    select '', 'function', p.oid::regprocedure::text,
           jsonb_build_object('definition', md5(replace(pg_get_functiondef(p.oid), p_schema, '{s}')))
      from pg_proc p
     where p.pronamespace = quote_ident(p_schema)::regnamespace and p.prokind in ('f', 'p')
       and (p_part is null or p_part = 'function');
end
$$;
comment on function thing.actual_parts(text, text) is
    'What pg_catalog says about the tables and functions of the current schema. Internal.';
revoke all on function thing.actual_parts(text, text) from public;
