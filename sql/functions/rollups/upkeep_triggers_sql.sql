-- The trigger functions and triggers of a class's tables that maintain kept fields ("kept"), behind each statement.
-- Runs inside the tenant's schema.
create or replace function thing.upkeep_triggers_sql(p_class_id integer)
returns setof text
language plpgsql
stable
as $$
declare
    v_at record;
    v_function text;
begin
    for v_at in
        select thing.table_name(p_class_id) as table_name, 'upkeep_' || p_class_id as name, null::text as column_name,
               0 as n
        union all
        select format('tj_%s_%s', p_class_id, f.physical_name), format('upkeep_%s_%s', p_class_id, f.physical_name),
               f.physical_name, f.id
          from thing_class_fields f
         where f.class_id = p_class_id and f.type = 'references' and f.dropped_version is null
         order by n
    loop
        v_function := case when v_at.column_name is null then thing.upkeep_class_sql(p_class_id)
                           else thing.upkeep_links_sql(p_class_id, v_at.column_name) end;
        continue when v_function is null;
        return next v_function;
        return query
        select format('create or replace trigger upkeep_%s after %1$s on %I.%I referencing %s for each statement '
                   'execute function %2$I.%5$I()', e.event, current_schema(), v_at.table_name, e.tables, v_at.name)
          from (values (1, 'insert', 'new table as new_rows'),
                       (2, 'update', 'old table as old_rows new table as new_rows'),
                       (3, 'delete', 'old table as old_rows')) e (n, event, tables)
         where v_at.column_name is null or e.event <> 'update'     -- (which is refused there)
         order by e.n;
    end loop;
end
$$;
comment on function thing.upkeep_triggers_sql(integer) is
    'Triggers of a class''s tables that maintain kept fields. Internal.';
revoke all on function thing.upkeep_triggers_sql(integer) from public;
