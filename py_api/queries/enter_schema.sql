-- Locks the tenant's row and enters its schema until the transaction ends; no row: it has been dropped, or renamed.
select set_config('search_path', thing.tenant_path(t.schema_name), true)
  from thing.tenants t
 where t.slug = $1 and t.schema_name = $2
   for no key update
