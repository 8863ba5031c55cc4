-- One hash over the entries of all live classes. Runs inside the tenant's schema.
create or replace function thing.catalog_shape()
returns text
language plpgsql
stable
as $$
begin
    return (
        select md5(coalesce(string_agg(c.entry_shape, '' order by c.id), ''))
          from thing_classes c
         where c.dropped_version is null and c.changed_version >= 0);   -- as the index is asked for that holds this
end
$$;
comment on function thing.catalog_shape() is 'Hash over the catalog''s entries. Internal.';
revoke all on function thing.catalog_shape() from public;
