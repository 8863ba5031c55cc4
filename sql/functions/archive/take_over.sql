-- On the server that a tenant comes to, when all its rows have come: sequences, limits, jobs and roles go on there.
-- manifest: thing.archive_manifest of where it comes from, made when no one wrote any more. The log is history from
-- here on: cursors from before get a RESYNC. verifier: of the API's role, if it had one.
-- Errors: TB044 FORBIDDEN, TB045 INVALID_LIMIT, those of thing.tenant_for_update. Definer: for members of thing_admin.
create or replace function thing.take_over(tenant text, manifest jsonb, verifier text default null)
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(take_over.tenant);
    v_role text;
begin
    perform thing.enter_tenant(take_over.tenant);
    perform setval(to_regclass(quote_ident(q.key)), q.value::bigint)
       from jsonb_each_text(take_over.manifest -> 'sequences') q
      where q.value is not null and to_regclass(quote_ident(q.key)) is not null;
    update change_log_state s
       set floor_seq = coalesce((select max(l.seq) from change_log l), 0),
           trimmed_seq = (take_over.manifest ->> 'trimmedSeq')::bigint;
    update thing_jobs j set state = 'queued' where j.state = 'running';
    insert into thing.job_queue (schema_name, due_at)
    select current_schema(), now() where exists (select from thing_jobs j where j.state = 'queued')
    on conflict do nothing;
    foreach v_role in array thing.tenant_roles(v_tenant.role_name) loop
        execute format('alter role %I login', v_role);
    end loop;
    v_tenant := thing.tenant_limits(take_over.tenant, (
        select coalesce(jsonb_object_agg(l.key, l.value), '{}')
          from jsonb_each(take_over.manifest #> '{tenant,limits}') l
          join thing.limits k on k.name = l.key));
    if take_over.verifier is not null then
        perform thing.api_login(take_over.tenant, take_over.verifier);
    end if;
    return v_tenant;
end
$$;
comment on function thing.take_over(text, jsonb, text) is
    'Let a tenant live on this server whose rows have all come. Returns the thing.tenants row. Example: select '
    'thing.take_over(''acme'', thing.archive_manifest(''acme'')).';
revoke all on function thing.take_over(text, jsonb, text) from public;
grant execute on function thing.take_over(text, jsonb, text) to thing_admin;
