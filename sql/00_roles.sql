-- The three roles of the core. None of them can log in.
--   thing_owner   owns the core and every tenant's schema; SECURITY DEFINER functions run as it
--   thing_admin   for DBAs: may execute every public function, for every tenant
--   thing_tenant  the group of all tenant roles: may execute what a tenant may ask about itself
do $$
declare
    v_role text;
begin
    foreach v_role in array array['thing_owner', 'thing_admin', 'thing_tenant'] loop
        begin
            execute format('create role %I nologin', v_role);
        exception when duplicate_object or unique_violation then
            null;   -- it is there already, or another installer has just made it
        end;
    end loop;
    alter role thing_owner createrole;
    grant thing_tenant to thing_owner with admin option;
    grant pg_signal_backend to thing_owner;   -- suspend and drop end a tenant's connections
    grant pg_read_all_stats to thing_owner;   -- thing.end_blockers sees how long transactions last
    if not pg_has_role(session_user, 'thing_owner', 'member') then
        execute format('grant thing_owner to %I', session_user);
    end if;
    -- From PostgreSQL 16 on, thing_owner may alter only roles that it administers. Those that came from elsewhere
    -- (pg_upgrade from 15, pg_dumpall) it does not yet.
    if current_setting('server_version_num')::integer >= 160000 then
        for v_role in
            select r.rolname
              from pg_roles r
             where (r.rolname = 'thing_rules' or exists (select from pg_auth_members m
                                                          where m.roleid = 'thing_tenant'::regrole and m.member = r.oid)
                    or exists (select from pg_auth_members m join pg_auth_members t on t.member = m.roleid
                                where m.member = r.oid and t.roleid = 'thing_tenant'::regrole and r.rolname ~ '^api_'))
               and r.rolname <> 'thing_owner' and not r.rolsuper
               and not exists (select from pg_auth_members m
                                where m.roleid = r.oid and m.member = 'thing_owner'::regrole and m.admin_option)
             order by r.rolname
        loop
            execute format('grant %I to thing_owner with admin true, inherit false, set false', v_role);
        end loop;
    end if;
    -- Tenants share one database: they may connect, and nothing else comes by default.
    execute format('revoke temporary, connect on database %I from public', current_database());
    execute format('grant connect on database %I to thing_tenant, thing_admin', current_database());
    execute format('grant create, connect on database %I to thing_owner', current_database());
    revoke create on schema public from public;
end
$$;

-- What PostgreSQL lets every role do and one tenant could harm the others with: session locks that any role may take by
-- number (a background job is claimed by one, and they share one table of locks in memory with all else), large
-- objects, which no limit counts, writing into the WAL and to those who decode it, and exported snapshots, which are
-- files and hold back vacuum. (pg_catalog is each database's own: this holds for this database. pg_dump and pg_upgrade
-- take it along; pg_logical_emit_message has other arguments from PostgreSQL 17 on, so a grant on it from before would
-- stop them.)
do $$
declare
    v_function regprocedure;
begin
    for v_function in
        select p.oid::regprocedure
          from pg_proc p
         where p.pronamespace = 'pg_catalog'::regnamespace
           and (p.proname ~ '^pg_(try_)?advisory_'
                or p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'pg_export_snapshot')
                or p.proname = 'pg_logical_emit_message' and current_setting('server_version_num')::integer >= 170000)
    loop
        execute format('grant execute on function %s to thing_owner, thing_admin', v_function);
        execute format('revoke execute on function %s from public', v_function);
    end loop;
exception when insufficient_privilege then
    raise notice 'advisory locks, large objects, WAL messages and exported snapshots stay open to every role: only a '
                 'superuser can close them';
end
$$;

do $$
begin
    -- These are a superuser's settings; PostgreSQL 15 can delegate them.
    grant set on parameter temp_file_limit, log_min_messages, log_min_error_statement to thing_owner;
exception when insufficient_privilege then
    raise notice 'thing_owner may not set temp_file_limit and log_min_messages: tenants have no limit of temporary '
                 'files, and what they do wrong stands in the server''s log';
end
$$;
