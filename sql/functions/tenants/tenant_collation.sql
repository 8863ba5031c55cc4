-- Sets the collation of the text fields that a tenant makes from now on and that name none themselves: "binary",
-- "natural", a locale like "nb-NO"; "default" or null: the database's own. Fields that are there keep theirs.
-- Errors: TB025 INVALID_RULE for an unknown one, TB027 EXTENSION_MISSING without ICU, TB040 UNKNOWN_TENANT, TB044
-- FORBIDDEN. Definer: for members of thing_admin.
create or replace function thing.tenant_collation(slug text, name text)
returns thing.tenants
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant thing.tenants := thing.tenant_for_update(tenant_collation.slug);
begin
    perform thing.collation_of(tenant_collation.name);
    update thing.tenants t
       set text_collation = nullif(tenant_collation.name, 'default')
     where t.slug = tenant_collation.slug
    returning * into v_tenant;
    return v_tenant;
end
$$;
comment on function thing.tenant_collation(text, text) is
    'Set the collation that new text fields of a tenant have where they name none. Returns the thing.tenants row. '
    'Example: select thing.tenant_collation(''acme'', ''nb-NO'').';
revoke all on function thing.tenant_collation(text, text) from public;
grant execute on function thing.tenant_collation(text, text) to thing_admin;
