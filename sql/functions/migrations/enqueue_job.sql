-- Queues the work on an object: {kind, class_id, field_id, table, name, after?}. An object has one open job: one that
-- failed before is tried again, one that runs looks again what is to do before it ends. Runs inside the tenant's
-- schema.
create or replace function thing.enqueue_job(p_job jsonb, p_version integer)
returns bigint
language plpgsql
as $$
declare
    v_id bigint;
    v_after timestamptz := coalesce((p_job ->> 'after')::timestamptz, now());
begin
    insert into thing_jobs as j (kind, class_id, field_id, table_name, object_name, schema_version, run_after)
    values (p_job ->> 'kind', (p_job ->> 'class_id')::integer, (p_job ->> 'field_id')::integer,
            p_job ->> 'table', p_job ->> 'name', p_version, v_after)
    on conflict (kind, class_id, table_name, object_name) where state <> 'done' do update
       set state = case when j.state = 'failed' then 'queued' else j.state end,
           attempts = case when j.state = 'failed' then 0 else j.attempts end,
           run_after = v_after, error = null, error_detail = null, schema_version = excluded.schema_version
    returning j.id into v_id;
    insert into thing.job_queue as q (schema_name, due_at) values (current_schema(), v_after)
    on conflict (schema_name) do update set due_at = least(q.due_at, excluded.due_at);
    return v_id;
end
$$;
comment on function thing.enqueue_job(jsonb, integer) is
    'Queue the work on a constraint, index or change of type; returns the job''s id. Internal.';
revoke all on function thing.enqueue_job(jsonb, integer) from public;
