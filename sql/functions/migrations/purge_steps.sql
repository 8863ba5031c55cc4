-- Forgets what was dropped at or before a version: deletes its metadata and returns the steps that take it away
-- physically, and the classes that differ then. Order of versions protects who depends: nothing is dropped before what
-- refers to it. Runs inside the tenant's schema.
create or replace function thing.purge_steps(
    p_before_version integer, out steps thing.ddl_step[], out purged jsonb, out touched integer[])
language plpgsql
as $$
declare
    v_classes integer[] := array(select c.id from thing_classes c
                                  where c.dropped_version <= p_before_version order by c.id);
    v_fields integer[] := array(
        select f.id from thing_class_fields f
         where f.dropped_version <= p_before_version and not coalesce(f.pending ? 'replaces', false)
            or f.class_id = any (v_classes) order by f.id);
    v_referring integer[] := array(
        select distinct r from thing_classes c cross join unnest(thing.classes_referring_to(c.extends_id)) r
         where c.id = any (v_classes) and r <> all (v_classes));
    -- (A hidden field that is kept may come back, and names its enum then.)
    v_enums integer[] := array(
        select e.id from thing_enums e
         where e.dropped_version <= p_before_version and not exists (
             select from thing_class_fields f
              where f.params ? 'enum' and f.params ->> 'enum' = e.id::text and f.id <> all (v_fields)));
begin
    select coalesce(jsonb_agg(p.item), '[]') into purged
      from (select jsonb_build_object('kind', 'CLASS_PURGED', 'class', c.name, 'id', c.id) as item from thing_classes c
             where c.id = any (v_classes)
            union all
            select jsonb_build_object('kind', 'FIELD_PURGED', 'class', c.name, 'field', f.name, 'id', f.id)
              from thing_class_fields f join thing_classes c on c.id = f.class_id
             where f.id = any (v_fields) and f.class_id <> all (v_classes)
            union all
            select jsonb_build_object('kind', 'ENUM_PURGED', 'enum', e.name, 'id', e.id) from thing_enums e
             where e.id = any (v_enums)) p;
    steps := array(
        select thing.ddl_step(phase => 'drops', sql => format('drop table %I.%I', current_schema(), d.name),
                   table_name => d.name, lock_mode => 'ACCESS EXCLUSIVE')
          from (select 1 as n, f.id, format('tj_%s_%s', f.class_id, f.physical_name) as name
                  from thing_class_fields f where f.id = any (v_fields) and f.type = 'references'
                union all
                select 2, c, thing.table_name(c) from unnest(v_classes) c) d
         where to_regclass(quote_ident(d.name)) is not null
         order by d.n, d.id)
     || array(
        select thing.ddl_step(phase => 'drops', table_name => thing.table_name(f.class_id),
                   lock_mode => 'ACCESS EXCLUSIVE', sql => format(
                              'alter table %I.%I drop column %I', current_schema(),
                              thing.table_name(f.class_id), f.physical_name))
          from thing_class_fields f
          join pg_attribute a on a.attrelid = to_regclass(quote_ident(thing.table_name(f.class_id)))
           and a.attname = f.physical_name and not a.attisdropped
         where f.id = any (v_fields) and f.class_id <> all (v_classes)
         order by f.id);
    update thing_classes c
       set retired_columns = c.retired_columns || f.columns
      from (select f.class_id, array_agg(f.physical_name order by f.id) as columns from thing_class_fields f
             where f.id = any (v_fields) group by 1) f
     where c.id = f.class_id;
    delete from thing_class_uniques u where u.dropped_version <= p_before_version or u.class_id = any (v_classes);
    delete from thing_class_indexes i where i.class_id = any (v_classes) or i.field_ids && v_fields;
    delete from thing_class_fields f where f.id = any (v_fields);
    delete from thing_classes c where c.id = any (v_classes);
    delete from thing_enums e where e.id = any (v_enums);
    -- Where the last child of a class is gone, references to it may point to its own table again.
    steps := steps || array(select s from unnest(v_referring) r cross join lateral thing.reconcile_class(r) s);
    touched := v_referring;
end
$$;
comment on function thing.purge_steps(integer) is
    'Forget what was dropped up to a version; the steps that remove it. Internal.';
revoke all on function thing.purge_steps(integer) from public;
