-- One step of filling a kept field of many things: works out the next 300 of a class, in the order of their ids; when
-- all are done, has the field read from its column, as a schema version of its own. Writes go on: triggers keep what
-- they touch. Another expression starts it again. Null: that was it. Runs inside the tenant's schema.
-- Errors: TB030 SCHEMA_BUSY.
create or replace function thing.step_kept(p_job bigint)
returns text[]
language plpgsql
as $$
declare
    v_job record := thing.claimed_job(p_job);
    v_progress jsonb := v_job.progress;
    v_field record;
    v_at record;
    v_ids uuid[];
begin
    select f.name, c.name as class, f.class_id, md5(f.expression ->> 'tree') as tree into v_field
      from thing_class_fields f
      join thing_classes c on c.id = f.class_id and c.dropped_version is null
     where f.id = v_job.field_id and f.dropped_version is null and f.expression -> 'kept' = 'true' and f.inlined;
    if not found then
        return null;
    elsif v_progress ->> 'tree' is distinct from v_field.tree then
        v_progress := jsonb_build_object('tree', v_field.tree, 'done', '[]'::jsonb, 'rows', 0);
    end if;
    for v_at in
        select f.id, c.id as class_id, c.name as class, 'tc_' || c.physical_name as table_name
          from thing_class_fields f
          join thing_classes c on c.id = f.class_id and c.dropped_version is null and not c.abstract
         where f.id in (select thing.field_family(v_job.field_id))
           and not v_progress -> 'done' @> to_jsonb(c.id)
         order by c.id limit 1
    loop
        execute format('select array_agg(i.id order by i.id) from (select t.id from %I t where t.id > $1 order by t.id '
                       'limit 300) i', v_at.table_name)
           into v_ids using coalesce(v_progress ->> 'after', '00000000-0000-0000-0000-000000000000')::uuid;
        if v_ids is null then
            v_progress := v_progress - 'after' || jsonb_build_object('done', v_progress -> 'done'
                || to_jsonb(v_at.class_id));
        else
            perform thing.fill_kept(v_at.id, v_ids);
            v_progress := v_progress || jsonb_build_object('class', v_at.class, 'after', v_ids[cardinality(v_ids)],
                'rows', (v_progress ->> 'rows')::bigint + cardinality(v_ids));
        end if;
        update thing_jobs j set progress = v_progress where j.id = p_job;
        return '{}';
    end loop;
    update thing_class_fields f set expression = f.expression || '{"filled": true}'
     where f.id in (select thing.field_family(v_job.field_id));
    perform thing.run_migration(
        jsonb_build_array(jsonb_build_object('op', 'keep_field', 'class', v_field.class, 'field', v_field.name)),
        null, (select s.author from schema_versions s
                 join thing_jobs j on j.schema_version = s.version where j.id = p_job));
    return null;
end
$$;
comment on function thing.step_kept(bigint) is 'One step of filling a kept field. Internal.';
revoke all on function thing.step_kept(bigint) from public;
