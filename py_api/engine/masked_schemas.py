"""The schemas of tenants as the policies of those who ask leave them."""

from py_api.catalog import load
from py_api.catalog.masked import MaskedCatalog
from py_api.catalog.policies import Mask, Policies
from py_api.compiler.sight import CLAIMS
from py_api.engine.schema_cache import CompiledSchema, SchemaCache, Seen, TenantSchema
from py_api.errors import ApiError
from py_api.principal import RESTRICTED, Principal
from py_api.schema.lazy_schema import MASKED_ROOTS


async def seen_by(schemas: SchemaCache, slug: str, tenant: TenantSchema, principal: Principal) -> Seen:
    """The schema as the principal's policies leave it. Raises load.Outdated. Errors: FORBIDDEN."""
    if principal.role != RESTRICTED:
        return Seen(tenant.schema, {})
    key = (principal.roles, principal.claims)
    seen = tenant.seen.get(key)
    if seen is None:
        seen = await _seen_by(schemas, slug, tenant, principal)
        tenant.seen.put(key, seen)
    return seen


async def _seen_by(schemas: SchemaCache, slug: str, tenant: TenantSchema, principal: Principal) -> Seen:
    policies = tenant.policies
    if policies is None:
        policies = Policies(await schemas.reading(slug, lambda connection: load.read_policies(connection, slug)))
        if policies.version != tenant.version:
            raise load.Outdated
        tenant.policies = policies
    roles = policies.known(principal.roles)
    if not roles:
        raise ApiError("unknown role in the token", "FORBIDDEN", 403)
    mask = policies.mask(roles, principal.claims)
    schema = tenant.masked.get(mask.key)
    if schema is None:
        schema = _masked(schemas, tenant.schema, mask)
        tenant.masked.put(mask.key, schema)
    return Seen(schema, {CLAIMS: mask.values(principal.claims)} if mask.claims else {})


def _masked(schemas: SchemaCache, whole: CompiledSchema, mask: Mask) -> CompiledSchema:
    """Shared by tenants of one shape with the same policies."""
    key = f"{whole.key}:{mask.key}"
    schema = schemas.served.get(key)
    if schema is None:
        catalog = MaskedCatalog.of(whole.api.catalog, mask)
        schema = schemas.served[key] = CompiledSchema(key, catalog, whole.limits, MASKED_ROOTS, whole)
    return schema
