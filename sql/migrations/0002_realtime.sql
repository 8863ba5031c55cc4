-- Subscriptions.
drop function thing.notify(text, integer);  -- it says one thing more now
drop function thing.wake(text);          -- it can leave one out
alter type thing.change_cursor add attribute made timestamptz;

do $$
declare
    v_schema text;
begin
    for v_schema in select t.schema_name from thing.tenants t order by t.slug loop
        execute replace($ddl$
alter table {s}.thing_subscribers add column awake_until timestamptz;
comment on column {s}.thing_subscribers.awake_until is 'Until then it reads all the time, and need not be woken (thing.stay_awake).';
create table {s}.thing_class_entries (
    class_id integer not null,
    since    integer not null,
    until    integer not null,
    shape    text not null,
    entry    json not null,
    constraint thing_class_entries_pkey primary key (class_id, since)
);
create index thing_class_entries_until_idx on {s}.thing_class_entries (until, since);
comment on table {s}.thing_class_entries is 'Entries of the catalog as they were: what thing.catalog_at shows.';
comment on column {s}.thing_class_entries.until is 'The version that changed it or hid its class.';
create table {s}.client_operations (
    client         text not null constraint client_operations_client_check check (length(client) between 1 and 200),
    hash           text not null constraint client_operations_hash_check check (hash ~ '^[0-9a-f]{64}$'),
    name           text,
    document       text not null constraint client_operations_document_check check (octet_length(document) <= 262144),
    schema_version integer not null,
    registered_at  timestamptz not null default now(),
    seen_at        timestamptz not null default now(),
    constraint client_operations_pkey primary key (client, hash)
);
comment on table {s}.client_operations is 'GraphQL documents that clients say they send (thing.register_operations): what a change of the schema is held to.';
comment on column {s}.client_operations.schema_version is 'The version of the schema when it was registered last.';
$ddl$, '{s}', quote_ident(v_schema));
    end loop;
end
$$;
