-- Limits of stored data that a tenant has reached.
create table if not exists storage_full (
    name    text constraint storage_full_pkey primary key,
    used    bigint not null,
    allowed bigint not null
);
comment on table storage_full is
    'Limits of stored data that the tenant has reached (thing.measure_storage): what triggers refuse writes by. While '
    'there are none it has no page.';
