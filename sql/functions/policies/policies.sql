-- Roles and policies of a tenant, by the names that its API has at this version: {"version", "roles": [{name,
-- includes?, description?}], "policies": [{role?, class, classId, verb, name?, fields?, when?, check?, presets?}]}. A
-- policy without a role is a restriction. Errors: those of thing.enter_tenant. Definer: reads metadata for the
-- tenant's role.
create or replace function thing.policies(tenant text)
returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    perform thing.enter_tenant(policies.tenant);
    return jsonb_build_object('version', (select max(s.version) from schema_versions s),
        'roles', coalesce((select jsonb_agg(r) from thing.role_documents() r), '[]'),
        'policies', coalesce((select jsonb_agg(p) from thing.policy_documents() p), '[]'));
end
$$;
comment on function thing.policies(text) is
    'Roles and policies of a tenant: {version, roles, policies}. Example: select '
    'jsonb_pretty(thing.policies(''acme'')).';
revoke all on function thing.policies(text) from public;
grant execute on function thing.policies(text) to thing_admin, thing_tenant;
