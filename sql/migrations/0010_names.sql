-- Arguments of the public functions have plain names now, and a function's arguments cannot be renamed in place. (Those of
-- unique_items stay: triggers hang on it.)
do $$
begin
    execute (
        select string_agg(format('drop routine %s', p.oid::regprocedure), '; ')
          from pg_proc p
         where p.pronamespace = 'thing'::regnamespace
           and p.proname = any (array[
               'adopt_tenant', 'api_login', 'begin_idempotent', 'catalog', 'catalog_at', 'catalog_entries',
               'catalog_head', 'catalog_index', 'change_cursor', 'check', 'check_at_most', 'check_groups',
               'check_version', 'claim_job', 'client_operations', 'create_tenant', 'diff', 'document', 'drop_tenant',
               'effective_rules', 'end_blockers', 'fail_job', 'fields_with_rule', 'finish_idempotent',
               'forget_document', 'forget_operations', 'given_cursor', 'history', 'job_remains', 'jobs', 'migrate',
               'persist_document', 'persisted_document', 'plan', 'purge', 'read_changes', 'read_events',
               'refresh_catalog', 'refresh_tenant', 'refresh_triggers', 'register_operations', 'register_rule',
               'rename_tenant', 'repair', 'repair_round', 'restore_version', 'resume_tenant', 'retry_job',
               'rollback', 'run_jobs', 'satisfies', 'schema_diff', 'schema_version', 'settled_tenant', 'stay_awake',
               'step_job', 'subscribe', 'suspend_tenant', 'tenant_limits', 'trim_change_log',
               'unregister_rule', 'unsubscribe', 'validate', 'validate_many', 'value_violations', 'violating_rows',
               'wake', 'work_job']));
end
$$;
-- The kinds of schema changes; the next version's functions read it by its new name.
alter table thing.operations rename to change_types;
alter index thing.operations_pkey rename to change_types_pkey;
