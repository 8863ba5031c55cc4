-- Called by a statement of the API whose answer is larger than the tenant may have, before anything of it is sent: what
-- the statement wrote is undone. Errors: TB072 RESPONSE_TOO_LARGE, always. Definer: thing.fail is not the tenants'.
create or replace function thing.refuse_answer(size bigint, most bigint)
returns boolean
language plpgsql
volatile parallel restricted
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.fail('RESPONSE_TOO_LARGE',
        format('the answer has %s bytes; the limit is %s', refuse_answer.size, refuse_answer.most),
        jsonb_build_object('bytes', refuse_answer.size, 'limit', refuse_answer.most));
    return false;
end
$$;
comment on function thing.refuse_answer(bigint, bigint) is
    'Refuse an answer that is larger than a tenant may have: RESPONSE_TOO_LARGE. Example: select '
    'thing.refuse_answer(2, 1).';
revoke all on function thing.refuse_answer(bigint, bigint) from public;
grant execute on function thing.refuse_answer(bigint, bigint) to thing_admin, thing_tenant;
