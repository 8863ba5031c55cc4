-- A version 7 UUID (RFC 9562, 5.7) for servers before PostgreSQL 18, which has its own uuidv7(). Milliseconds since
-- 1970 in the first 48 bits; the version and variant bits come from gen_random_uuid. Technique: overlay the time on a
-- random version 4 UUID, then set the version nibble (bits 52, 53 of byte 6: 0100 -> 0111). No SET clause, all names
-- qualified instead: so the planner inlines it (measured: 8 microseconds in place of 29).
create or replace function thing.uuid_v7()
returns uuid
language sql
volatile parallel safe
as $$
    select pg_catalog.encode(
        pg_catalog.set_bit(
            pg_catalog.set_bit(
                pg_catalog.overlay(
                    pg_catalog.uuid_send(pg_catalog.gen_random_uuid()),
                    pg_catalog.substring(pg_catalog.int8send(pg_catalog.floor(
                        pg_catalog.date_part('epoch',
                            pg_catalog.clock_timestamp()) operator(pg_catalog.*) 1000)::pg_catalog.int8), 3),
                    1, 6),
                52, 1),
            53, 1),
        'hex')::pg_catalog.uuid
$$;
comment on function thing.uuid_v7() is 'A time-ordered UUID (version 7, RFC 9562) for PostgreSQL before 18.';
revoke all on function thing.uuid_v7() from public;
grant execute on function thing.uuid_v7() to thing_admin, thing_tenant;
