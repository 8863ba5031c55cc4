-- A version 7 UUID (RFC 9562, 5.7) for servers before PostgreSQL 18, which has its own uuidv7().
-- Milliseconds since 1970 in the first 48 bits; the version and variant bits come from gen_random_uuid.
-- Technique: overlay the time on a random version 4 UUID, then set the version nibble (bits 52, 53 of byte 6: 0100 -> 0111).
create or replace function thing.uuid_v7()
returns uuid
language sql
volatile parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select encode(
        set_bit(
            set_bit(
                overlay(uuid_send(gen_random_uuid())
                    placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                    from 1 for 6),
                52, 1),
            53, 1),
        'hex')::uuid
$$;
comment on function thing.uuid_v7() is 'A time-ordered UUID (version 7, RFC 9562) for PostgreSQL before 18.';
revoke all on function thing.uuid_v7() from public;
grant execute on function thing.uuid_v7() to thing_admin, thing_tenant;
