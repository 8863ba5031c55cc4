-- The steps from what PostgreSQL has to what the metadata wants, for one class: tables, columns, constraints, indexes,
-- triggers, grants. Nothing is executed. On a large table, work over all rows becomes a job. Runs inside the tenant's
-- schema.
create or replace function thing.reconcile_class(p_class_id integer)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_table text := thing.table_name(p_class_id);
    v_qualified text := format('%I.%I', current_schema(), v_table);
    v_class record;
    v_new boolean := to_regclass(quote_ident(v_table)) is null;
    v_large boolean := thing.is_large(p_class_id);
begin
    select c.abstract, c.dropped_version is null as live into v_class from thing_classes c where c.id = p_class_id;
    if v_class.abstract then
        return;
    end if;
    return query select * from thing.sequence_steps(p_class_id);
    if v_new then
        return next thing.ddl_step(phase => 'tables', sql => thing.class_table_sql(p_class_id));
    else
        return query
        select (thing.ddl_step(phase => 'columns', table_name => v_table, lock_mode => 'ACCESS EXCLUSIVE',
                                rewrites => f.expression is not null
                                    and f.expression -> 'kept' is distinct from 'true',
                                sql => format('alter table %s add column %s', v_qualified, case
                                    -- a change of type fills it, and sets the default then: it takes no numbers
                                    when thing.is_sequence(f.type, f.default_value) and exists (
                                        select from thing_class_fields o where o.class_id = f.class_id
                                           and o.pending ->> 'superseded' = f.id::text)
                                    then format('%I %s', f.physical_name, thing.storage_type(f.type, f.params))
                                    else thing.column_sql(f.id) end))).*
          from thing_class_fields f
         where f.class_id = p_class_id and f.type <> 'references'
           and thing.has_column(f.expression, f.inlined, f.dropped_version)
           and not exists (select from pg_attribute a where a.attrelid = to_regclass(quote_ident(v_table))
                              and a.attname = f.physical_name and not a.attisdropped)
         -- (a generated column may be made of a kept one)
         order by f.expression is not null, f.expression -> 'kept' is distinct from 'true', f.position, f.id;
        return query select * from thing.modifier_steps(p_class_id);
    end if;
    return query select * from thing.join_table_steps(p_class_id);
    return query
    with actual as materialized (
        select * from thing.actual_objects(p_class_id)
    ), desired as materialized (
        select d from thing.desired_objects(p_class_id) d
    )
    select s.*
      from actual a
      cross join lateral thing.drop_object_step(a.table_name, a.name, a.kind) s
     where not exists (select from desired w
                        where (w.d).table_name = a.table_name
                          and ((w.d).kind = a.kind and (w.d).signature = a.signature
                               or a.kind = 'unfinished' and v_large and (w.d).name = a.signature))   -- a job is at it
    union all
    select s.*
      from desired w
      cross join lateral thing.add_object_step(w.d, p_class_id, v_large and not v_new) s
     where not exists (select from actual a where (w.d).table_name = a.table_name and (w.d).kind = a.kind
                          and (w.d).signature = a.signature);
    -- (behind those of its indexes, which would go with it)
    return query
    select (thing.ddl_step(phase => 'drops', table_name => v_table, lock_mode => 'ACCESS EXCLUSIVE',
                            sql => format('alter table %s drop column if exists %I', v_qualified, f.physical_name))).*
      from thing_class_fields f
      join pg_attribute a on a.attrelid = to_regclass(quote_ident(v_table)) and a.attname = f.physical_name
       and not a.attisdropped
     where f.class_id = p_class_id and not thing.has_column(f.expression, f.inlined, f.dropped_version)
     order by a.attgenerated = '', f.id;
    return query select * from thing.retype_steps(p_class_id);
    return query select * from thing.trigger_steps(p_class_id);
    return query select * from thing.drop_rollup_function_step(p_class_id);
    return query select * from thing.drop_upkeep_steps(p_class_id);
end
$$;
comment on function thing.reconcile_class(integer) is
    'DDL steps that bring a class''s tables to what its metadata says. Internal.';
revoke all on function thing.reconcile_class(integer) from public;
