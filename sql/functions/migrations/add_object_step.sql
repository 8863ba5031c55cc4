-- The step that makes a constraint, index or statistics object: at once on a small table. On a large one a foreign key
-- comes NOT VALID at once, which holds for every new row, and the job validates it; statistics come at once; all else
-- is left to the job. Runs inside the tenant's schema.
create or replace function thing.add_object_step(p_object thing.desired_object, p_class_id integer, p_large boolean)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_table text := format('%I.%I', current_schema(), p_object.table_name);
    v_phase thing.ddl_phase := case p_object.kind when 'foreign' then 'foreign_keys'
                                    when 'not null' then 'not_nulls' else 'indexes' end;
    v_job jsonb := jsonb_build_object('kind', p_object.kind, 'class_id', p_class_id, 'field_id', p_object.field_id,
        'table', p_object.table_name, 'name', p_object.name, 'signature', p_object.signature);
    v_constraint text := format('alter table %s add constraint %I %s', v_table, p_object.name, p_object.definition);
begin
    if p_object.kind = 'statistics' then   -- (ANALYZE fills it)
        return next thing.ddl_step(phase => v_phase, table_name => p_object.table_name,
            lock_mode => 'SHARE UPDATE EXCLUSIVE', sql => format(
                'create statistics %I.%I (dependencies, ndistinct) on %s from %s', current_schema(), p_object.name,
                p_object.definition, v_table));
        return;
    elsif p_large then
        if p_object.kind = 'foreign' then
            return next thing.ddl_step(phase => v_phase, sql => v_constraint || ' not valid',
                table_name => p_object.table_name, lock_mode => 'SHARE ROW EXCLUSIVE');
            return next thing.ddl_step(phase => v_phase, table_name => p_object.lock_also,
                lock_mode => 'SHARE ROW EXCLUSIVE');
        end if;
        return next thing.ddl_step(phase => 'jobs', job => v_job);
    elsif p_object.definition !~ '^(unique|foreign) ' then
        return next thing.ddl_step(phase => v_phase, table_name => p_object.table_name,
            lock_mode => 'SHARE', sql => format(
                'create %sindex %I on %s using %s',
                case p_object.kind when 'unique' then 'unique ' else '' end, p_object.name,
                v_table, p_object.definition));
    elsif p_object.kind = 'not null' then
        return next thing.ddl_step(phase => v_phase, table_name => p_object.table_name, lock_mode => 'ACCESS EXCLUSIVE',
            sql => format('alter table %s alter column %I set not null', v_table, p_object.name));
    else
        return next thing.ddl_step(phase => v_phase, sql => v_constraint, table_name => p_object.table_name,
            lock_mode => case p_object.kind when 'foreign' then 'SHARE ROW EXCLUSIVE' else 'ACCESS EXCLUSIVE' end);
    end if;
    if p_object.lock_also is not null then
        return next thing.ddl_step(phase => v_phase, table_name => p_object.lock_also,
            lock_mode => 'SHARE ROW EXCLUSIVE');
    end if;
end
$$;
comment on function thing.add_object_step(thing.desired_object, integer, boolean) is
    'DDL steps, or the job, that make a constraint or index. Internal.';
revoke all on function thing.add_object_step(thing.desired_object, integer, boolean) from public;
