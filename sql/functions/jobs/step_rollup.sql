-- Fills a rollup; one that is refreshed by interval gets its next job, and the ones before it are forgotten. Null: that
-- was it. Runs inside the tenant's schema.
create or replace function thing.step_rollup(p_class_id integer, p_job bigint)
returns text[]
language plpgsql
as $$
declare
    v_rollup jsonb := (select c.rollup from thing_classes c where c.id = p_class_id and c.dropped_version is null);
begin
    if v_rollup is null then
        return null;
    end if;
    perform thing.fill_rollup(p_class_id);
    delete from thing_jobs j
     where j.kind = 'rollup' and j.class_id = p_class_id and j.state = 'done' and j.id <> p_job;
    if v_rollup #>> '{refresh,every}' is not null then
        -- so that another can be queued
        update thing_jobs j set state = 'done' where j.id = p_job;
        perform thing.enqueue_job(jsonb_build_object('kind', 'rollup', 'class_id', p_class_id, 'name', 'rollup',
            'after', clock_timestamp() + (v_rollup #>> '{refresh,every}')::interval), null);
    end if;
    return null;
end
$$;
comment on function thing.step_rollup(integer, bigint) is 'Fill a rollup. Internal.';
revoke all on function thing.step_rollup(integer, bigint) from public;
