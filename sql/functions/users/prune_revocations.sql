-- Makes one row of those of a tenant's subjects that are older than 400 days: all its tokens that were issued before
-- the latest of them are refused, so that none of those that were revoked comes back, however long it lives.
create or replace function thing.prune_revocations(p_tenant uuid)
returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    with pruned as (
        delete from thing.revocations r
         where r.tenant_id is not distinct from p_tenant and r.subject is not null
           and r.before < now() - interval '400 days'
        returning r.before
    )
    insert into thing.revocations as r (tenant_id, before)
    select p_tenant, max(p.before) from pruned p having count(*) > 0
        on conflict on constraint revocations_key
        do update set before = greatest(r.before, excluded.before)
$$;
comment on function thing.prune_revocations(uuid) is
    'Replace old revocations of a tenant''s subjects by one of all its old tokens. Internal.';
revoke all on function thing.prune_revocations(uuid) from public;
