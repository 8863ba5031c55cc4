-- Measures what a tenant has stored, where it has limits of that, and has its triggers refuse growth beyond them, or no
-- longer. Returns the limits that are reached. The worker calls it every few seconds, thing.tenant_limits at once.
-- Errors: TB040 UNKNOWN_TENANT, TB044 FORBIDDEN. Definer: writes the tenant's metadata for members of thing_admin.
create or replace function thing.measure_storage(slug text)
returns text[]
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
#variable_conflict use_column
declare
    v_stored text[] := '{stored_bytes,stored_things,log_bytes}';
    v_full text[] := '{}';
begin
    perform thing.assert_admin();
    perform thing.enter_tenant(measure_storage.slug);
    if exists (select from thing.tenant_usage(measure_storage.slug, false) u
                where u.used >= u.allowed and u.name = any (v_stored)) then
        with reached as (
            insert into storage_full as f (name, used, allowed)
            select u.name, u.used, u.allowed
              from thing.tenant_usage(measure_storage.slug) u
             where u.used >= u.allowed and u.name = any (v_stored)
                on conflict (name) do update set used = excluded.used, allowed = excluded.allowed
            returning f.name
        )
        select coalesce(array_agg(r.name order by r.name), '{}') into v_full from reached r;
    end if;
    if v_full <> '{}' then
        delete from storage_full f where f.name <> all (v_full);
    elsif pg_relation_size('storage_full') > 0 then
        delete from storage_full f;
        begin
            truncate storage_full;   -- without a page it costs writers nothing
        exception
            when lock_not_available then null;   -- the next time
        end;
    end if;
    return v_full;
end
$$;
comment on function thing.measure_storage(text) is
    'Measure what a tenant has stored, and refuse growth beyond its limits; returns those that are reached. Example: '
    'select thing.measure_storage(''acme'').';
revoke all on function thing.measure_storage(text) from public;
grant execute on function thing.measure_storage(text) to thing_admin;
