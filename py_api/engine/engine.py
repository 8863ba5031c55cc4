"""From a request to its answer: the schema of the tenant, the compiled plan, one statement, the bytes.

What is compiled belongs to the shape of a schema, so tenants of one shape share it. A change of the schema makes a new
`CompiledSchema` and swaps it in; requests in flight finish on the old one.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from graphql import OperationType

from py_api import deadlines, json_text, logs, tracing
from py_api.cache import Cache
from py_api.catalog import load
from py_api.compiler import operation as compiled
from py_api.compiler.context_values import ACTOR, TENANT, ContextValue
from py_api.compiler.operation import RequestError
from py_api.compiler.plan import AdministrationPlan, IntrospectionPlan, QueryPlan, SubscriptionPlan
from py_api.config import Limits
from py_api.cpu_budget import CpuBudget
from py_api.database import Identity, Standbys, TenantPools
from py_api.engine import error_mapping
from py_api.engine.access_usage import AccessUsage
from py_api.engine.execution import Execution, is_for_operators, placed
from py_api.engine.introspection import Introspection
from py_api.engine.masked_schemas import seen_by
from py_api.engine.migration_path import MigrationPaths
from py_api.engine.past_name_errors import PastNamesOfTenants
from py_api.engine.planning import Planner
from py_api.engine.request import NOBODY, Answer, GraphQLRequest
from py_api.engine.schema_cache import SchemaCache, TenantSchema
from py_api.engine.tenant_rates import TenantRates
from py_api.errors import ApiError, DatabaseError, Failure, FieldError, ShutOut, TenantChanged, tenant_moved
from py_api.fair_share import BYTE_SECONDS, REQUEST_SECONDS, FairShare
from py_api.principal import RESTRICTED, Principal, Role
from py_api.schema.admin_fields import OPERATOR
from py_api.sqlstates import MOVED_AWAY, STALE

if TYPE_CHECKING:
    from collections.abc import Callable

TAKE_LONG = {"admin", OPERATOR}
MASKED = {"viewer", "editor"}  # what needs these roles a mask decides about
NEW_TOKEN = "Get a new token, with the tenant's id as tid."  # noqa: S105


class Engine:
    """One a process. execute answers; the listener calls schema_changed, listener_lost, listener_back."""

    def __init__(self, pools: TenantPools, cache: Cache, limits: Limits) -> None:
        self.pools = pools
        self.standbys = Standbys(pools, (), lambda _: pools)
        self.cache = cache
        self.limits = limits
        self.schemas = SchemaCache(pools, cache, limits)
        self.share = FairShare(limits.share)
        self.budget = CpuBudget(limits.cpu_rate, limits.cpu_saved, self.share)
        self.wrote: Callable[[str], None] = lambda _: None  # called with the tenant's slug after each mutation
        self._past_names = PastNamesOfTenants(self.schemas, cache, self.budget)
        self._paths = MigrationPaths(self.schemas, cache, limits, self.budget, self._past_names)
        self.planner = Planner(self.schemas, self.budget, self._past_names)
        self._introspection = Introspection(self.schemas, cache, self.budget, self.planner)
        self.usage = AccessUsage(pools)
        self.rates = TenantRates(pools, cache)
        self._execution = Execution(
            pools,
            self.schemas,
            self.planner,
            self._introspection,
            lambda slug: self.wrote(slug),
            self.usage,
            self.rates,
            self.standbys,
            self.share,
        )
        self._stale_plans = 0  # for metrics

    def use_standbys(self, standbys: Standbys) -> None:
        """For reads that may be a little old."""
        self.standbys = self._execution.standbys = standbys

    # --- answering ------------------------------------------------------------------------------------------------

    async def execute(self, principal: Principal, request: GraphQLRequest) -> Answer:
        """Never raises for what a client did: the errors are in the body."""
        slug = principal.tenant or NOBODY
        meant = self.pools.tenants.known.get(slug)
        try:
            await self.share.turn(slug, REQUEST_SECONDS + request.size * BYTE_SECONDS)
            try:
                return await self._execute(principal, request)
            except TenantChanged:  # found out before anything ran: whose the slug is now is looked at again
                return await self._execute(principal, request)
            except DatabaseError as error:
                if not await self._has_moved(meant, error):
                    raise
                return await self._execute(principal, request)
        except RequestError as error:
            return _refusal(error.errors, error.status, self._version(principal))
        except ApiError as error:
            return _refusal([error.as_json()], error.status, self._version(principal))
        except DatabaseError as error:  # while the schema was read
            if error.sqlstate in STALE and principal.tenant is not None:
                await self._raise_if_left(principal.tenant, error)
            entry = error_mapping.general_entry(error)
            return _refusal([entry], entry["extensions"]["status"], self._version(principal))

    async def _execute(self, principal: Principal, request: GraphQLRequest) -> Answer:
        slug = principal.tenant or NOBODY
        identity = self.pools.tenants.known.get(slug)
        if identity is None or principal.tenant_id != identity.id:
            await self.admit(principal)
        work = partial(self._attempt, slug, principal, request)
        return await self.schemas.with_current(slug, principal, request.seen_version, work)

    async def _attempt(
        self, slug: str, principal: Principal, request: GraphQLRequest, tenant: TenantSchema, attempt: int
    ) -> Answer:
        """Raises load.Outdated where the tenant has another schema by now."""
        schema, claims = await seen_by(self.schemas, slug, tenant, principal)
        meant = self.pools.tenants.known.get(slug)
        if attempt == 0:
            await self.rates.admit(slug, tenant.origin, tenant.rates)
        try:
            with tracing.step("plan"):
                operation, variables, problems, plan = await self.planner.planned(slug, schema, request)
            variables = {**variables, **claims} if claims else variables
            _note(operation)
            if isinstance(plan, IntrospectionPlan):
                if slug is not NOBODY:
                    await self.pools.prove(slug)
                body = await self._introspection.answer(slug, schema, request, operation, plan, None, principal.role)
                return Answer(body, True, 200, tenant.version)
        except FieldError as error:  # of a mutation
            return _nothing_written(error, tenant.version)
        if isinstance(plan, SubscriptionPlan):
            hint = "Subscribe by WebSocket (graphql-transport-ws), or ask for text/event-stream."
            raise ApiError("subscriptions need WebSocket or text/event-stream", "NOT_SUPPORTED", hint=hint)
        _check_role(principal, request, plan.role)
        if plan.role in TAKE_LONG and (run := deadlines.current.get()) is not None:
            run.extend()
        try:
            plan.guards.check(variables)
        except FieldError as error:  # of a mutation
            return _nothing_written(error, tenant.version)
        if problems:
            if schema.whole is None:
                problems = await self._past_names.explain_problems(slug, schema, problems)
            refused = await error_mapping.invalid_input(self.pools, slug, schema.api, plan, variables, problems)
            if refused is None:
                raise operation.refusal(problems)
            return Answer(_body([placed(operation, variables, *refused)], b"null"), True, 200, tenant.version)
        context: dict[ContextValue, Any] = {ACTOR: principal.subject, TENANT: slug}
        failed = plan.failed if isinstance(plan, QueryPlan) else {}
        errors = [placed(operation, variables, key, error.as_json()) for key, error in failed.items()]
        try:
            for computed in plan.computed:
                context[computed] = await self._paths.value(slug, tenant, computed, variables)
            data = await self._execution.run(slug, schema, request, operation, variables, context, plan, principal.role)
        except (DatabaseError, FieldError) as error:
            if isinstance(error, DatabaseError) and await self._has_moved(meant, error):
                raise tenant_moved() from error  # what failed has changed nothing
            if isinstance(error, DatabaseError) and error.sqlstate in STALE and not is_for_operators(slug, plan):
                await self._raise_if_left(slug, error)
                if attempt == 0 and await self.schemas.has_changed(slug, tenant.schema):
                    self._stale_plans += 1
                    raise load.Outdated from error
            errors, data = await self._execution.apart(
                slug, schema, request, operation, variables, context, plan, error, principal.role
            )
        self.share.charge(slug, len(data) * BYTE_SECONDS)
        if errors:
            data = b"null" if not isinstance(plan, QueryPlan) or operation.is_lost(variables, errors) else data
            return Answer(_body(errors, data), True, 200, tenant.version)
        version = tenant.version
        if isinstance(plan, AdministrationPlan) and plan.role == "admin":  # which is a change of the schema
            version = await self.schemas.version_after(slug, tenant)
        return Answer(b'{"data":' + data + b"}", True, 200, version)

    async def _has_moved(self, meant: Identity | None, error: DatabaseError) -> bool:
        """Whether a statement was refused because the tenant lives on another server than was meant."""
        return meant is not None and error.sqlstate in MOVED_AWAY and await self.pools.tenants.has_moved(meant)

    async def _raise_if_left(self, slug: str, error: DatabaseError) -> None:
        """Raises ShutOut where the tenant's role and tables have gone while the statement ran."""
        if await self.pools.has_left(slug):
            raise ShutOut(error.message) from error

    async def admit(self, principal: Principal) -> None:
        """Checks that the token is for the tenant that has the slug now. Errors: UNAUTHENTICATED; as Tenants.find."""
        slug = principal.tenant
        if slug is None:
            return
        tenants = self.pools.tenants
        identity = tenants.known.get(slug) or await tenants.find(slug)
        if principal.tenant_id is None:
            if principal.issued < identity.since:
                why = f"the token is from before {slug} was this tenant's slug"
                raise ApiError(why, "UNAUTHENTICATED", 401, hint=NEW_TOKEN)
        elif principal.tenant_id != identity.id:
            raise ApiError(
                f"the token was issued for another tenant that was called {slug}",
                "UNAUTHENTICATED",
                401,
                hint=NEW_TOKEN,
            )

    async def sdl(self, principal: Principal) -> bytes:
        """The schema of the principal's tenant as SDL: what its role may use."""
        slug = principal.tenant or NOBODY
        await self.admit(principal)
        await self.budget.admit(slug)
        if principal.tenant is not None:
            await self.pools.prove(slug)

        async def text(tenant: TenantSchema, attempt: int) -> bytes:
            if attempt == 0:
                await self.rates.admit(slug, tenant.origin, tenant.rates)
            schema, _ = await seen_by(self.schemas, slug, tenant, principal)
            return await self._introspection.sdl(slug, schema, principal.role)

        return await self.schemas.with_current(slug, principal, None, text)

    async def kind(self, principal: Principal, request: GraphQLRequest) -> OperationType:
        """Query, mutation or subscription. Raises RequestError, ApiError, Failure."""
        slug = principal.tenant or NOBODY
        await self.admit(principal)

        async def kind(tenant: TenantSchema, _attempt: int) -> OperationType:
            schema, _ = await seen_by(self.schemas, slug, tenant, principal)
            return _note((await self.planner.planned(slug, schema, request)).operation).kind

        return await self.schemas.with_current(slug, principal, request.seen_version, kind)

    async def own_limit(self, principal: Principal, name: str) -> int | None:
        """A limit of the kind server that the principal's tenant has of its own, where its schema can be read."""
        if (slug := principal.tenant) is None:
            return None
        try:
            tenant = self.schemas.known(slug, None) or await self.schemas.current(principal, None)
        except Failure:  # what it asks for next says why
            return None
        found = tenant.own.get(name)
        return None if found is None else int(found)

    def _version(self, principal: Principal) -> int:
        tenant = self.schemas.tenants.get(principal.tenant or NOBODY)
        return tenant.version if tenant else 0

    # --- what the listener says -----------------------------------------------------------------------------------

    def schema_changed(self, tenant: str, version: int) -> None:
        self.schemas.schema_changed(tenant, version)

    def listener_lost(self, server: str | None = None) -> None:
        self.schemas.listener_lost(server)

    def listener_back(self, server: str | None = None) -> None:
        self.schemas.listener_back(server)

    def tenant_moved(self, slug: str) -> None:
        self.schemas.forget(slug)

    def tenant_left(self, slug: str) -> None:
        self.schemas.forget(slug)
        self.rates.tenant_left(slug)

    # --- the rest -------------------------------------------------------------------------------------------------

    def metrics(self) -> dict[str, int]:
        return {
            "operations_compiled": self.planner.compiled,
            "stale_plans": self._stale_plans,
            "cpu_budget_refusals": self.budget.refused,
            "rate_refusals": self.rates.refused,
            "operations_batched": self._execution.batches.operations,
            "batches": self._execution.batches.batches,
            "slow_statements_waited": self._execution.lanes.waited,
            "share_waited": self.share.waited,
            "catalogs_read": self.schemas.read,
            "shapes": self.schemas.shapes,
            "tenants_known": len(self.schemas.tenants),
            "standby_answers": self.standbys.answered,
            "standby_refusals": self.standbys.passed,
        }

    async def run(self) -> None:
        """What goes on beside requests, until it is cancelled: how lists are read is written down."""
        await self.usage.run()

    async def close(self) -> None:
        await self.usage.close()
        await self.standbys.close()
        self.schemas.close()
        self.budget.close()


def _note(operation: compiled.Operation) -> compiled.Operation:
    """What the request is, for logs, metrics and traces."""
    if (record := logs.record.get()) is not None:
        record.operation, record.kind, record.document = operation.name, operation.kind.value, operation.document
    return operation


def _check_role(principal: Principal, request: GraphQLRequest, role: Role) -> None:
    """Raises ApiError unless the principal may run a plan that needs this role, in this way."""
    is_masked = principal.role == RESTRICTED
    if not principal.may(role) and not (is_masked and role in MASKED):
        raise ApiError(f"this needs the role {role}", "FORBIDDEN", 403)
    # (What another mask has answered would be replayed.)
    what = "operator fields" if role == OPERATOR else "roles of the tenant" if is_masked else None
    if what is not None and request.idempotency_key is not None:
        hint = "Send the operation without Idempotency-Key."
        raise ApiError(f"Idempotency-Key is not supported for {what}", "NOT_SUPPORTED", hint=hint)


def _nothing_written(error: FieldError, version: int) -> Answer:
    """The answer to a mutation that did not run, because one of its fields is refused."""
    shown = error.as_json()
    entry = {"message": shown["message"], "locations": error.locations, "path": [error.key], **shown}
    return Answer(_body([entry], b"null"), True, 200, version)


def _body(errors: list[dict[str, Any]], data: bytes | None = None) -> bytes:
    if (record := logs.record.get()) is not None and errors:
        record.code = str(errors[0].get("extensions", {}).get("code", ""))
    text = json_text.dumps(errors).encode()
    return b'{"errors":' + text + (b',"data":' + data if data is not None else b"") + b"}"


def _refusal(errors: list[dict[str, Any]], status: int, version: int) -> Answer:
    return Answer(_body(errors), False, status, version, errors[0]["extensions"].get("retryAfter"))
