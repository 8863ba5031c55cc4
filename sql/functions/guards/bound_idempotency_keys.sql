-- Deletes the oldest idempotency keys of a tenant that has more than p_most, or whose answers take more than p_bytes
-- together. The newest one stays. What others work on is passed over. Returns how many. Runs inside the tenant's
-- schema.
create or replace function thing.bound_idempotency_keys(
    p_most integer default 100000, p_bytes bigint default 67108864)
returns bigint
language plpgsql
as $$
declare
    v_deleted bigint := 0;
begin
    if (select count(*) > p_most or sum(octet_length(k.response)) > p_bytes from idempotency_keys k) then
        with ranked as (
            select k.key, row_number() over newest as place,
                   sum(coalesce(octet_length(k.response), 0)) over newest as bytes
              from idempotency_keys k
            window newest as (order by k.created_at desc, k.key rows unbounded preceding)),
        gone as (
            select k.key from idempotency_keys k
             where k.key in (select r.key from ranked r where r.place > 1 and (r.place > p_most or r.bytes > p_bytes))
               for update skip locked)
        delete from idempotency_keys k using gone g where k.key = g.key;
        get diagnostics v_deleted = row_count;
    end if;
    return v_deleted;
end
$$;
comment on function thing.bound_idempotency_keys(integer, bigint) is
    'Delete the oldest idempotency keys beyond a number and a size. Internal.';
revoke all on function thing.bound_idempotency_keys(integer, bigint) from public;
