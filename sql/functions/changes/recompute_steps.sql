-- The steps that take a computed field's column out of its table and put it in again as its expression is now, with its
-- indexes; none where it has no column yet or is to have none (thing.reconcile_class does that). Runs inside the
-- tenant's schema.
create or replace function thing.recompute_steps(p_field_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_field record;
begin
    select f.physical_name, 'tc_' || c.physical_name as table_name, c.id as class_id into v_field
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id
      join pg_attribute a on a.attrelid = to_regclass(quote_ident('tc_' || c.physical_name))
       and a.attname = f.physical_name and not a.attisdropped
     where f.id = p_field_id and thing.has_column(f.expression, f.inlined, f.dropped_version);
    if not found then
        return;
    end if;
    return next thing.ddl_step(phase => 'columns', table_name => v_field.table_name, lock_mode => 'ACCESS EXCLUSIVE',
        rewrites => true, sql => format('alter table %I.%I drop column %I, add column %s', current_schema(),
            v_field.table_name, v_field.physical_name, thing.column_sql(p_field_id)));
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
