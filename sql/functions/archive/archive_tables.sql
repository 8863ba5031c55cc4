-- The tables that the archive of a tenant holds, in the order in which they are restored: those that its tables are
-- made from, what else the core keeps of it, then those of classes. With the columns that are written (generated ones
-- are not) and the types of these: COPY BINARY reads a value only as the type that wrote it. bytes: about. Left out:
-- who subscribes, and where the log stands (thing.archive_manifest). Runs inside the tenant's schema.
create or replace function thing.archive_tables()
returns table (name text, part text, columns text[], types text[], bytes bigint)
language plpgsql
stable
as $$
begin
    return query
    with defining (name, n) as (
        select * from unnest(array['thing_classes', 'thing_class_fields', 'thing_class_uniques', 'thing_class_indexes',
                                   'thing_enums', 'thing_numbers', 'thing_roles', 'thing_policies']) with ordinality
    ), classes (name, n) as (
        select * from unnest(thing.class_tables(null)) with ordinality
    )
    select c.relname::text,
           case when d.name is not null then 'definitions' when k.name is not null then 'classes' else 'core' end,
           a.columns, a.types,
           coalesce((select sum(pg_table_size(p.relid))::bigint from pg_partition_tree(c.oid) p), pg_table_size(c.oid))
      from pg_class c
      left join defining d on d.name = c.relname
      left join classes k on k.name = c.relname
      cross join lateral (
        select array_agg(o.attname::text order by o.attnum) as columns,
               array_agg(t.typname::text order by o.attnum) as types
          from pg_attribute o
          join pg_type t on t.oid = o.atttypid
         where o.attrelid = c.oid and o.attnum > 0 and not o.attisdropped and o.attgenerated = '') a
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname not in ('thing_subscribers', 'change_log_state')
     order by d.name is null, k.name is not null, d.n, k.n, c.relname;
end
$$;
comment on function thing.archive_tables() is 'The tables that a tenant''s archive holds, in order. Internal.';
revoke all on function thing.archive_tables() from public;
