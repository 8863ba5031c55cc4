-- Keeps what was answered to a mutation that thing.begin_idempotent began in this transaction. Errors: those of
-- thing.enter_tenant. Definer: the tenant's role cannot write the keys.
create or replace function thing.finish_idempotent(tenant text, key text, response text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(finish_idempotent.tenant);
    -- Only a key that is still open: an answer that was given is never another one.
    update idempotency_keys k set response = finish_idempotent.response
     where k.key = finish_idempotent.key and k.response is null;
    if random() < octet_length(finish_idempotent.response) / 6710886.4 then     -- a tenth of what is kept
        perform thing.bound_idempotency_keys();
    end if;
end
$$;
comment on function thing.finish_idempotent(text, text, text) is
    'Keep the answer of a mutation with an idempotency key. Example: select thing.finish_idempotent(''acme'', '
    '''5f0c'', ''{"data": {}}'').';
revoke all on function thing.finish_idempotent(text, text, text) from public;
grant execute on function thing.finish_idempotent(text, text, text) to thing_admin, thing_tenant;
