-- One step of a change of type on large tables: converts a batch of rows; then makes the coming column's indexes and
-- constraints; then swaps the columns as a schema version of its own (where an option of an enum is renamed, the last
-- of its jobs swaps all). Writes go on: a trigger converts what they write, and rows that somebody holds are left for
-- the next round. Runs inside the tenant's schema.
-- Errors: TB030 SCHEMA_BUSY, TB033 CONVERSION_FAILED with the rows, those of operation swap_type.
create or replace function thing.step_retype(p_job bigint)
returns text[]
language plpgsql
as $$
declare
    v_job record := thing.claimed_job(p_job);
    v_other integer := thing.pending_retype(v_job.field_id);
    v_joint integer[] := thing.joint_retypes(v_job.field_id);
    v_pair record;
    v_object record;
    v_statements text[];
begin
    if v_joint = '{}' then
        return null;
    elsif v_other is not null and not coalesce(
        (select o.pending -> 'filled' from thing_class_fields o where o.id = v_other) = 'true', false) then
        for v_pair in select * from thing.retypes_of(v_other) p
                       where not coalesce(v_job.progress -> 'done' @> to_jsonb(p.class_id), false) loop
            perform thing.convert_batch(p_job, v_job.progress, v_pair);
            return '{}';
        end loop;
        update thing_class_fields o set pending = o.pending || '{"filled": true}'
         where o.id = any (array(select thing.field_family(v_other)));
        return '{}';
    end if;
    for v_object in
        select p.class_id, d.kind, d.table_name, d.name
          from thing.retypes_of(v_other) p
          cross join lateral thing.desired_objects(p.class_id) d
         where d.field_id = p.other_id
           and not exists (select from thing.actual_objects(p.class_id) a
                            where a.table_name = d.table_name and a.kind = d.kind and a.signature = d.signature)
    loop
        v_statements := thing.step_object(v_object.class_id, v_object.kind, v_object.table_name, v_object.name);
        return coalesce(v_statements, '{}');
    end loop;
    if exists (select from thing_class_fields o where o.id = any (v_joint) and not o.pending ? 'filled') then
        return null;    -- the last job exchanges all
    end if;
    perform thing.run_migration(
        (select jsonb_build_array(jsonb_build_object('op', 'swap_type', 'class', c.name, 'field', f.name))
           from thing_class_fields o join thing_class_fields f on f.id = (o.pending ->> 'replaces')::integer
           join thing_classes c on c.id = f.class_id
          where o.id = any (v_joint) order by f.id limit 1),
        null, (select s.author from schema_versions s
                 join thing_jobs j on j.schema_version = s.version where j.id = p_job));
    return null;
end
$$;
comment on function thing.step_retype(bigint) is 'One step of a change of type on large tables. Internal.';
revoke all on function thing.step_retype(bigint) from public;
