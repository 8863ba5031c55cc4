-- The checksum of the schema, from the definitions of all live classes. Runs inside the tenant's schema.
create or replace function thing.metadata_checksum()
returns text
language plpgsql
stable
as $$
begin
    return (
        select md5(coalesce(string_agg(c.name || ':' || md5(thing.class_document(c.id)::text), ',' order by c.name collate "C"), ''))
          from thing_classes c
         where c.dropped_version is null);
end
$$;
comment on function thing.metadata_checksum() is 'Checksum of the current metadata. Internal.';
revoke all on function thing.metadata_checksum() from public;
