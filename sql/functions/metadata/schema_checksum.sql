-- The checksum over a whole schema: md5 of the names and hashes of all live classes, and of the enums. p_fresh: hashes
-- are worked out from the definitions; else they are those that the last migration noted. Runs inside the tenant's
-- schema.
create or replace function thing.schema_checksum(p_fresh boolean)
returns text
language plpgsql
stable
as $$
begin
    return (
        select md5(coalesce(string_agg(c.name || ':'
                   || case when p_fresh then md5(thing.class_document(c.id)::text) else c.shape_hash end,
                   ',' order by c.name collate "C"), '') || coalesce(nullif(thing.enums_document(), '[]')::text, ''))
          from thing_classes c
         where c.dropped_version is null);
end
$$;
comment on function thing.schema_checksum(boolean) is 'The checksum over classes and enums. Internal.';
revoke all on function thing.schema_checksum(boolean) from public;
