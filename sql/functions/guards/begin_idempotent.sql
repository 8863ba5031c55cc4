-- Begins a mutation that carries a key. Null: the key is new, and the caller goes on in this same transaction, up to
-- thing.finish_idempotent, so that what it does and what it answered are kept together or not at all. Else what was
-- answered then. A second one with the same key waits here until the first one's transaction ends. fingerprint tells
-- whether it is the same request. A key counts for 24 hours; some older ones are deleted at each call, and now
-- and then what passes the bounds (thing.bound_idempotency_keys). Runs READ COMMITTED: it must see what ends while it
-- waits.
-- Errors: TB064 IDEMPOTENCY_MISMATCH, TB020 INVALID_CHANGE for a key that is empty or too long, or a fingerprint that
-- is, those of thing.enter_tenant. Definer: the tenant's role cannot read the keys.
create or replace function thing.begin_idempotent(tenant text, key text, fingerprint text)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_kept record;
begin
    if length(begin_idempotent.key) not between 1 and 255 then
        perform thing.fail('INVALID_CHANGE', 'an idempotency key must have 1 to 255 characters',
            jsonb_build_object('length', length(begin_idempotent.key)));
    elsif length(begin_idempotent.fingerprint) > 255 then
        perform thing.fail('INVALID_CHANGE', 'a fingerprint must have at most 255 characters',
            jsonb_build_object('length', length(begin_idempotent.fingerprint)));
    end if;
    perform thing.enter_tenant(begin_idempotent.tenant);
    delete from idempotency_keys k
     where k.key in (select o.key from idempotency_keys o
                      where o.created_at < now() - interval '24 hours' and o.key <> begin_idempotent.key
                      order by o.created_at limit 20 for update skip locked);
    if random() < 0.002 then
        perform thing.bound_idempotency_keys();
    end if;
    insert into idempotency_keys (key, fingerprint)
    values (begin_idempotent.key, begin_idempotent.fingerprint) on conflict (key) do nothing;
    if found then
        return null;
    end if;
    select k.fingerprint, k.response, k.created_at into v_kept from idempotency_keys k
     where k.key = begin_idempotent.key for update;
    if not found then   -- just deleted, a day after
        return thing.begin_idempotent(begin_idempotent.tenant, begin_idempotent.key, begin_idempotent.fingerprint);
    elsif v_kept.created_at < now() - interval '24 hours' or v_kept.response is null then
        update idempotency_keys k set fingerprint = begin_idempotent.fingerprint, response = null, created_at = now()
         where k.key = begin_idempotent.key;
        return null;
    elsif v_kept.fingerprint <> begin_idempotent.fingerprint then
        perform thing.fail('IDEMPOTENCY_MISMATCH', 'the idempotency key was used with a different request');
    end if;
    return v_kept.response;
end
$$;
comment on function thing.begin_idempotent(text, text, text) is
    'Begin a mutation with an idempotency key: null when it is to be done, else what was answered to it before. '
    'Example: select thing.begin_idempotent(''acme'', ''5f0c'', md5(''the request'')).';
revoke all on function thing.begin_idempotent(text, text, text) from public;
grant execute on function thing.begin_idempotent(text, text, text) to thing_admin, thing_tenant;
