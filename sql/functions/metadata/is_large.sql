-- Whether building an index over the class's table, or scanning it under a lock, would take too long to hold others up:
-- 4 MB are about 30,000 narrow rows, scanned and sorted in some 50 ms. Runs inside the tenant's schema.
create or replace function thing.is_large(p_class_id integer)
returns boolean
language plpgsql
stable
as $$
begin
    return coalesce(pg_relation_size(to_regclass(quote_ident(thing.table_name(p_class_id)))) > 4 * 1024 * 1024, false);
end
$$;
comment on function thing.is_large(integer) is
    'Whether work over the whole table belongs into a background job. Internal.';
revoke all on function thing.is_large(integer) from public;
