-- One hash over what the API of every tenant depends on: field types, rules, which extensions there are and where, and
-- the core's own text.
create or replace function thing.registry_hash()
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select md5(concat(
        (select string_agg(t::text, ',' order by t.position, t.name collate "C") from thing.field_types t),
        (select string_agg(r::text, ',' order by r.position, r.name collate "C") from thing.rules r),
        (select string_agg(e.extname || ' ' || e.extnamespace::regnamespace, ',' order by e.extname)
           from pg_extension e),
        (select string_agg(v.checksum, ',' order by v.version) from thing.core_versions v)))
$$;
comment on function thing.registry_hash() is 'Hash over the registries and the core. Internal.';
revoke all on function thing.registry_hash() from public;
