-- How far a tenant's log reaches: since is the time of its oldest change (null: it has none), whole is true while
-- nothing has been trimmed. keep: how long changes are kept at least (the limit log_keep); null: for good.
-- Errors: those of thing.enter_tenant. Definer: the tenant's role may not read the log.
create or replace function thing.log_reach(tenant text)
returns table (since timestamptz, whole boolean, keep interval, partitions integer)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(log_reach.tenant);
    return query
    select (select l.at from change_log l order by l.seq limit 1),
           (select s.trimmed_seq = 0 from change_log_state s),
           (select nullif(t.limits ->> 'log_keep', '-1')::interval
              from thing.tenants t where t.slug = log_reach.tenant),
           (select count(*)::integer from thing.log_partitions());
end
$$;
comment on function thing.log_reach(text) is
    'How far back the change log of a tenant reaches, and with it history, rewind and events. Example: select * from '
    'thing.log_reach(''acme'').';
revoke all on function thing.log_reach(text) from public;
grant execute on function thing.log_reach(text) to thing_admin, thing_tenant;
