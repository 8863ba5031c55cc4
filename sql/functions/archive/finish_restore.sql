-- The last step of a restore (thing.begin_restore), when all rows are there: sequences, constraints, indexes, triggers,
-- the role, limits, the catalog. The log is history from here on: cursors from before get a RESYNC, jobs go on.
-- limits: beside those of the manifest (but for those that this server does not know).
-- Errors: TB032 DATA_CONFLICT, TB044 FORBIDDEN, TB045 INVALID_LIMIT, those of thing.enter_tenant; PostgreSQL's where
-- rows break a constraint. Definer: makes roles and tables on behalf of members of thing_admin.
create or replace function thing.finish_restore(
    tenant text, manifest jsonb, password text default null, limits jsonb default '{}')
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set standard_conforming_strings = on
set extra_float_digits = 1
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(finish_restore.tenant);
    v_sql text;
begin
    perform thing.enter_tenant(finish_restore.tenant);
    for v_sql in   -- also what a default once counted by
        select s.sql
          from jsonb_each_text(finish_restore.manifest -> 'sequences') q
          cross join lateral (values
            (1, format('create sequence %1$I.%2$I owned by %1$I.thing_numbers.counter', current_schema(), q.key),
             q.key ~ '^tq_[0-9a-f]{24}$' and to_regclass(quote_ident(q.key)) is null),
            (2, format('select setval(%L, %L)', format('%I.%I', current_schema(), q.key), q.value),
             q.value is not null
             and (q.key ~ '^tq_[0-9a-f]{24}$' or to_regclass(quote_ident(q.key)) is not null))) s (n, sql, wanted)
         where s.wanted
         order by q.key, s.n
    loop
        execute v_sql;
    end loop;
    update change_log_state s
       set floor_seq = coalesce((select max(l.seq) from change_log l), 0),
           trimmed_seq = case when finish_restore.manifest ->> 'personal' = 'replaced'   -- the log was left out
               then (finish_restore.manifest #>> '{sequences,change_log_seq_seq}')::bigint
               else (finish_restore.manifest ->> 'trimmedSeq')::bigint end;
    update thing_jobs j set state = 'queued' where j.state = 'running';
    perform thing.make_objects();
    execute (select 'analyze ' || string_agg(format('%I.%I', current_schema(), t.name), ', ' order by t.name)
               from thing.archive_tables() t);

    perform thing.ensure_tenant_role(v_tenant, finish_restore.password);
    -- What was compiled elsewhere is not trusted.
    update thing_classes c set triggers_hash = null, compiled = null, predicate = null, entry_shape = null;
    -- refresh gives it one
    update schema_versions s set shape = null where s.version = (select max(o.version) from schema_versions o);
    perform thing.run_steps(
        array(select o.step
                from (select c.id, s as step, row_number() over () as n from thing_classes c
                        cross join lateral thing.reconcile_class(c.id) s where s.job is null) o
               order by (o.step).phase, o.id, o.n),
        (select max(s.version) from schema_versions s));
    for v_sql in select s from thing.class_grants_sql(null) s loop
        execute v_sql;
    end loop;
    perform thing.refresh_tenant(finish_restore.tenant);
    if finish_restore.manifest ->> 'personal' = 'replaced' then   -- figures of what is not there
        perform thing.enter_tenant(finish_restore.tenant);
        perform thing.fill_kept(f.id) from thing_class_fields f
           join thing_classes c on c.id = f.class_id and c.dropped_version is null and not c.abstract
          where f.expression -> 'kept' = 'true' and f.dropped_version is null and not f.inlined
          order by f.id;
        perform thing.fill_rollup(c.id) from thing_classes c
          where c.rollup is not null and c.dropped_version is null order by c.id;
    end if;
    return thing.tenant_limits(finish_restore.tenant, (
        select coalesce(jsonb_object_agg(l.key, l.value), '{}')
          from jsonb_each(finish_restore.manifest #> '{tenant,limits}') l
          join thing.limits k on k.name = l.key) || finish_restore.limits);
end
$$;
comment on function thing.finish_restore(text, jsonb, text, jsonb) is
    'Make a tenant whole whose rows were copied from an archive. Returns the thing.tenants row. Example: select '
    'thing.finish_restore(''acme_test'', thing.archive_manifest(''acme'')).';
revoke all on function thing.finish_restore(text, jsonb, text, jsonb) from public;
grant execute on function thing.finish_restore(text, jsonb, text, jsonb) to thing_admin;
