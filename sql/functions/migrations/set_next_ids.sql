-- Puts the ids of the metadata back to where thing.next_ids saw them: for a plan, whose rows are rolled back.
-- Runs inside the tenant's schema, under the migration lock.
create or replace function thing.set_next_ids(p_ids jsonb)
returns void
language plpgsql
volatile
as $$
begin
    perform setval(quote_ident(i.key)::regclass, (i.value ->> 0)::bigint,
        (i.value ->> 1)::boolean) from jsonb_each(p_ids) i;
end
$$;
comment on function thing.set_next_ids(jsonb) is 'Put the ids of the metadata back. Internal.';
revoke all on function thing.set_next_ids(jsonb) from public;
