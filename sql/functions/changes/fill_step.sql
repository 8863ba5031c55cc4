-- The step that fills a rollup, behind those that make its table and triggers: at once, or as a job where the things
-- are many (until then its figures are not right, whatever it had before it was dropped); and the job that refreshes it
-- by interval. Runs inside the tenant's schema.
create or replace function thing.fill_step(p_rollup_id integer)
returns thing.ddl_step[]
language plpgsql
stable
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_rollup_id);
    v_large boolean := exists (select from thing.class_family((v_rollup ->> 'class')::integer) f
                                where thing.is_large(f));
    v_job jsonb := jsonb_build_object('kind', 'rollup', 'class_id', p_rollup_id, 'name', 'rollup');
begin
    return case when v_large then array[thing.ddl_step(phase => 'grants', sql => format(
                'delete from %I.thing_rollups where class_id = %s', current_schema(), p_rollup_id)),
            thing.ddl_step(phase => 'jobs', job => v_job)]
        else array[thing.ddl_step(phase => 'grants', sql => format('select thing.fill_rollup(%s)', p_rollup_id))]
            || case when v_rollup #>> '{refresh,every}' is not null then array[thing.ddl_step(phase => 'jobs',
                job => v_job || jsonb_build_object('after', now() + (v_rollup #>> '{refresh,every}')::interval))]
               else '{}' end end;
end
$$;
comment on function thing.fill_step(integer) is 'The step that fills a rollup. Internal.';
revoke all on function thing.fill_step(integer) from public;
