-- The step that makes a constraint or index: at once on a small table. On a large one a foreign key comes NOT VALID at once, which
-- holds for every new row, and the job validates it; all else is left to the job. Runs inside the tenant's schema.
create or replace function thing.add_object_step(p_object thing.desired_object, p_class_id integer, p_large boolean)
returns setof thing.ddl_step
language plpgsql
stable
as $$
declare
    v_table text := format('%I.%I', current_schema(), p_object.table_name);
    v_phase integer := case p_object.kind when 'foreign' then 6 when 'not null' then 7 else 5 end;
    v_job jsonb := jsonb_build_object('kind', p_object.kind, 'class_id', p_class_id, 'field_id', p_object.field_id,
        'table', p_object.table_name, 'name', p_object.name, 'signature', p_object.signature);
    v_constraint text := format('alter table %s add constraint %I %s', v_table, p_object.name, p_object.definition);
begin
    if p_large then
        if p_object.kind = 'foreign' then
            return next (v_phase, v_constraint || ' not valid', p_object.table_name, 'SHARE ROW EXCLUSIVE', false, null)::thing.ddl_step;
            return next (v_phase, null, p_object.lock_also, 'SHARE ROW EXCLUSIVE', false, null)::thing.ddl_step;
        end if;
        return next (10, null, null, null, false, v_job)::thing.ddl_step;
    elsif p_object.definition !~ '^(unique|foreign) ' then
        return next (v_phase, format('create %sindex %I on %s using %s', case p_object.kind when 'unique' then 'unique ' else '' end, p_object.name, v_table, p_object.definition),
            p_object.table_name, 'SHARE', false, null)::thing.ddl_step;
    elsif p_object.kind = 'not null' then
        return next (v_phase, format('alter table %s alter column %I set not null', v_table, p_object.name),
            p_object.table_name, 'ACCESS EXCLUSIVE', false, null)::thing.ddl_step;
    else
        return next (v_phase, v_constraint, p_object.table_name,
            case p_object.kind when 'foreign' then 'SHARE ROW EXCLUSIVE' else 'ACCESS EXCLUSIVE' end, false, null)::thing.ddl_step;
    end if;
    if p_object.lock_also is not null then
        return next (v_phase, null, p_object.lock_also, 'SHARE ROW EXCLUSIVE', false, null)::thing.ddl_step;
    end if;
end
$$;
comment on function thing.add_object_step(thing.desired_object, integer, boolean) is 'DDL steps, or the job, that make a constraint or index. Internal.';
revoke all on function thing.add_object_step(thing.desired_object, integer, boolean) from public;
