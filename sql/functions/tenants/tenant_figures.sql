-- Public: how much room some tenants take on disk (tables, indexes, TOAST, in bytes; their logs apart), and how their
-- background jobs fare. Meant for metrics, of a few tenants at a time: their files are looked at.
-- Errors: TB044 FORBIDDEN. Definer: reads the tenants' thing_jobs.
create or replace function thing.tenant_figures(tenants text[])
returns table (slug text, storage_bytes bigint, log_bytes bigint, jobs_queued bigint, jobs_failed bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant record;
begin
    perform thing.assert_admin();
    for v_tenant in
        select t.slug, t.schema_name from thing.tenants t where t.slug = any (tenant_figures.tenants)
    loop
        slug := v_tenant.slug;
        -- A table that is dropped meanwhile has no size.
        select sum(pg_total_relation_size(c.oid)), sum(pg_total_relation_size(c.oid)) filter (
                   where c.relname ~ '^change_log')
          into storage_bytes, log_bytes
          from pg_class c
         where c.relnamespace = to_regnamespace(quote_ident(v_tenant.schema_name)) and c.relkind in ('r', 'm');
        continue when storage_bytes is null;
        execute format(
            'select count(*) filter (where state in (''queued'', ''running'')), '
            'count(*) filter (where state = ''failed'') from %I.thing_jobs', v_tenant.schema_name)
           into jobs_queued, jobs_failed;
        return next;
    end loop;
end
$$;
comment on function thing.tenant_figures(text[]) is
    'Room on disk and background jobs of some tenants. Example: select * from thing.tenant_figures(''{acme}'').';
revoke all on function thing.tenant_figures(text[]) from public;
grant execute on function thing.tenant_figures(text[]) to thing_admin;
