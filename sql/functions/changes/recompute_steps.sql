-- The steps that take a computed field's column out of its table and put it in again as its expression is now, with its
-- indexes; none where it has no column yet or is to have none (thing.reconcile_class does that). A kept one keeps its
-- column where its type does, and is filled again (thing.kept_steps); else columns that are generated from it go first,
-- and come again with their own steps. Runs inside the tenant's schema.
create or replace function thing.recompute_steps(p_field_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_field record;
begin
    select f.physical_name, 'tc_' || c.physical_name as table_name, c.id as class_id,
           f.expression -> 'kept' is not distinct from 'true' as kept,
           f.expression -> 'kept' is not distinct from 'true' and a.attgenerated = ''
               and format_type(a.atttypid, a.atttypmod) = to_regtype(m.made)::text
                       || coalesce(substring(m.made from '\(.*\)$'), '')
               and a.attcollation = coalesce(thing.collation_of(f.params ->> 'collation')::regcollation, t.typcollation)
               as stays,
           thing.value_sql(f.type, f.params, f.expression -> 'start') as start, coalesce((
               select string_agg(format('drop column if exists %I, ', o.physical_name), '' order by o.id)
                 from thing_class_fields o
                cross join jsonb_array_elements_text(o.expression -> 'uses') u
                where o.class_id = f.class_id and split_part(u, ':', 2) = f.physical_name
                  and split_part(u, ':', 1)::integer in (
                      select f.class_id union all select thing.class_ancestors(f.class_id))
                  and exists (select from pg_attribute g where g.attrelid = a.attrelid and g.attgenerated <> ''
                                 and g.attname = o.physical_name)), '') as users into v_field
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id
      join pg_attribute a on a.attrelid = to_regclass(quote_ident('tc_' || c.physical_name))
       and a.attname = f.physical_name and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      cross join lateral (select thing.column_type(f.type, f.params) as made) m
     where f.id = p_field_id and thing.has_column(f.expression, f.inlined, f.dropped_version);
    if not found then
        return;
    end if;
    if v_field.stays then
        return next thing.default_step(v_field.class_id, v_field.physical_name, v_field.start);
        return;
    end if;
    return next thing.ddl_step(phase => 'columns', table_name => v_field.table_name, lock_mode => 'ACCESS EXCLUSIVE',
        rewrites => not v_field.kept, sql => format('alter table %I.%I %sdrop column if exists %I, add column %s',
            current_schema(), v_field.table_name, v_field.users, v_field.physical_name, thing.column_sql(p_field_id)));
    return query
    select (thing.ddl_step(phase => case d.kind when 'not null' then 'not_nulls' else 'indexes' end::thing.ddl_phase,
               table_name => v_field.table_name, lock_mode => 'ACCESS EXCLUSIVE', sql => case d.kind
                   when 'not null' then format('alter table %I.%I alter column %I set not null', current_schema(),
                       v_field.table_name, d.name)
                   else format('create index %I on %I.%I using %s', d.name, current_schema(), v_field.table_name,
                       d.definition) end)).*
      from thing.desired_objects(v_field.class_id) d
     where v_field.physical_name = any (d.columns)
       and exists (select from thing.actual_objects(v_field.class_id) a
                    where a.table_name = d.table_name and a.name = d.name);
end
$$;
comment on function thing.recompute_steps(integer) is
    'Steps that put a computed field''s column in again. Internal.';
revoke all on function thing.recompute_steps(integer) from public;
