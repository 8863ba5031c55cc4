-- What a tenant has of all that it may have a limit of (the kind 'storage' of thing.limits), as it is now. Things are
-- counted as PostgreSQL's statistics have them. exact: bytes without the room that deleted and changed rows have left
-- (thing.live_bytes); else what the files take, which costs next to nothing. Errors: those of thing.enter_tenant.
-- Definer: reads metadata for the tenant's role.
create or replace function thing.tenant_usage(tenant text, exact boolean default true)
returns table (name text, used bigint, allowed bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_limits jsonb;
begin
    perform thing.enter_tenant(tenant_usage.tenant);
    select t.limits into v_limits from thing.tenants t where t.slug = tenant_usage.tenant;
    return query
    with tables as (
        select c.oid, c.relname,
               case when tenant_usage.exact then thing.live_bytes(c.oid) else pg_total_relation_size(c.oid) end as bytes
          from pg_class c
         where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
           and (c.relname ~ '^(t[cj]_|change_log(_[0-9]+)?$)' or c.relname = 'thing_instances')
    ), counted as (
        select 'stored_bytes' as name, (select sum(t.bytes) from tables t where t.relname !~ '^change_log') as used
        union all
        select 'stored_things', (select sum(pg_stat_get_live_tuples(t.oid)) from tables t where t.relname ~ '^tc_')
        union all
        select 'log_bytes', (select sum(t.bytes) from tables t where t.relname ~ '^change_log')
        union all
        select 'log_keep', (select extract(epoch from now() - r.since) from thing.log_reach(tenant_usage.tenant) r)
        union all
        select n.key, n.value::bigint from jsonb_each_text(thing.schema_counts(true)) n
    )
    select k.name, coalesce(c.used, 0)::bigint,
           case when coalesce(v_limits ->> k.name, '-1') = '-1' then null
                when k.name = 'log_keep' then extract(epoch from (v_limits ->> k.name)::interval)::bigint
                else pg_size_bytes(v_limits ->> k.name) end
      from counted c
      join thing.limits k on k.name = c.name
     order by k.name;
end
$$;
comment on function thing.tenant_usage(text, boolean) is
    'What a tenant has of all that may be limited: bytes, things, log, classes, fields, indexes. Example: select * '
    'from thing.tenant_usage(''acme'').';
revoke all on function thing.tenant_usage(text, boolean) from public;
grant execute on function thing.tenant_usage(text, boolean) to thing_admin, thing_tenant;
