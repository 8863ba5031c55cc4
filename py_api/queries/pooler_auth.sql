-- The role that PgBouncer asks for passwords with, and all that it may do: one function, which gives the verifiers of
-- the tenants' roles, of administrators who are no superusers, and of whom the API logs in as. A superuser's, who alone
-- may read them. (pooler_settings.sql comes before.)
do $$
begin
    if not exists (select from pg_roles where rolname = 'thing_pooler') then
        create role thing_pooler;
    end if;
    execute format('alter role thing_pooler login noinherit password %L', current_setting('thing.pooler_verifier'));
    execute format('grant connect on database %I to thing_pooler', current_database());
    create schema if not exists thing_pooler;
    grant usage on schema thing_pooler to thing_pooler;
    execute format($f$
        create or replace function thing_pooler.login(p_name text)
        returns table (usename text, passwd text)
        language sql
        stable
        security definer
        set search_path = pg_catalog, pg_temp
        as $login$
            select r.rolname::text, r.rolpassword
              from pg_authid r
             where r.rolname = p_name and r.rolcanlogin and coalesce(r.rolvaliduntil, 'infinity') > now()
               and (r.rolname = %L
                    or not r.rolsuper
                       and (pg_has_role(r.oid, 'thing_admin', 'member')
                            or exists (select from thing.tenants t
                                        where t.suspended_at is null
                                          and r.rolname in (t.role_name, 'api_' || t.role_name))))
        $login$
        $f$, current_setting('thing.pooler_admin'));
    revoke all on function thing_pooler.login(text) from public;
    grant execute on function thing_pooler.login(text) to thing_pooler;
end
$$
