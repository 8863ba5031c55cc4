"""Runs plans: a statement, or a mutation in its transaction; root fields one by one, where a query fails."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from time import monotonic
from typing import Any

from py_api import deadlines, logs, tracing
from py_api.compiler import operation as compiled
from py_api.compiler.context_values import ContextValues
from py_api.compiler.mutation.steps import CallStep, StatementStep
from py_api.compiler.plan import AdministrationPlan, IntrospectionPlan, MutationPlan, Plan, QueryPlan
from py_api.compiler.statement import Statement
from py_api.compiler.values import locations
from py_api.cpu_budget import Spent
from py_api.database import Connection, Freshness, Standbys, TenantPools
from py_api.engine import error_mapping, plan_costs, reconnection, transaction
from py_api.engine.access_usage import AccessUsage
from py_api.engine.fair_lanes import FairLanes
from py_api.engine.group_commit import GroupCommit
from py_api.engine.introspection import Introspection
from py_api.engine.planning import Planner
from py_api.engine.request import NOBODY, GraphQLRequest
from py_api.engine.schema_cache import (
    CompiledSchema,
    SchemaCache,
)
from py_api.engine.tenant_administration import TenantAdministration
from py_api.engine.tenant_rates import TenantRates
from py_api.errors import DatabaseError, Disconnected, FieldError, tenant_changed
from py_api.fair_share import FairShare
from py_api.principal import Role
from py_api.schema.admin_fields import OPERATOR

BATCH_SECONDS = 7.0  # for a batch of reads or creates
APART_SECONDS = 5.0  # for finding out which root fields fail
_OF_ALL = {"08", "40", "53", "54", "55", "57", "58"}  # classes of errors that other fields would meet too


RunPlan = QueryPlan | MutationPlan | AdministrationPlan  # what the database runs for one answer


class Execution:
    """wrote: called with the tenant's slug after each mutation. batches, lanes: for metrics."""

    def __init__(
        self,
        pools: TenantPools,
        schemas: SchemaCache,
        planner: Planner,
        introspection: Introspection,
        wrote: Callable[[str], None],
        usage: AccessUsage,
        rates: TenantRates,
        standbys: Standbys,
        share: FairShare,
    ) -> None:
        self.batches = GroupCommit()
        self.lanes = FairLanes(share)
        self._pools = pools
        self._administration = TenantAdministration(pools)
        self._schemas = schemas
        self._planner = planner
        self._introspection = introspection
        self._wrote = wrote
        self._usage = usage
        self._rates = rates
        self.standbys = standbys

    async def run(
        self,
        slug: str,
        schema: CompiledSchema,
        request: GraphQLRequest,
        operation: compiled.Operation,
        variables: Mapping[str, Any],
        context: ContextValues,
        plan: RunPlan,
        role: Role,
    ) -> bytes:
        """The JSON of "data"."""
        if not isinstance(plan, QueryPlan):
            began = monotonic()
            try:
                data = await self._written(slug, request, variables, context, plan)
                if request.freshness is not None and not is_for_operators(slug, plan):
                    await self.standbys.note_position(request.freshness)
                return data
            finally:
                _note(_text_of(plan), 0, monotonic() - began)
                self._wrote(slug)
        params = plan.statement.bind(variables, context)
        began = monotonic()
        try:
            if is_for_operators(slug, plan):
                data = await self._fetched_for_operators(plan.statement.text, params)
            else:
                data = await self._read(slug, plan.statement, params, plan.quick, request.freshness)
                if plan.accesses:
                    self._usage.note(slug, plan.accesses, monotonic() - began)
        finally:
            _note(plan.statement.text, len(params), monotonic() - began)
        for key in plan.introspection:
            written = await self._introspection.answer(slug, schema, request, operation, plan, key, role)
            data = data.replace(compiled.place(key), written, 1)
        return data

    async def apart(
        self,
        slug: str,
        schema: CompiledSchema,
        request: GraphQLRequest,
        operation: compiled.Operation,
        variables: Mapping[str, Any],
        context: ContextValues,
        plan: RunPlan,
        error: DatabaseError | FieldError,
        role: Role,
    ) -> tuple[list[dict[str, Any]], bytes]:
        """Errors and data after the operation failed. The root fields of a query run one by one, to find which fail."""
        roots = operation.roots(variables)
        if not isinstance(plan, QueryPlan) or not _is_of_a_field(error):
            entry = await self._entry(slug, schema, plan, variables, error)
            key = error.key or (next(iter(roots)) if len(roots) == 1 else None)
            return [entry if key is None else placed(operation, variables, key, entry)], b"null"
        errors: list[dict[str, Any]] = []
        parts: list[bytes] = []
        until = asyncio.get_running_loop().time() + APART_SECONDS
        for key in roots:
            value: bytes | None = None
            part: Plan = plan
            failed = plan.failed.get(key)
            try:
                if failed is not None:
                    raise failed
                if len(roots) == 1:
                    raise error
                if asyncio.get_running_loop().time() > until:
                    raise FieldError("another field failed, and there was no time left for this one", "TIMEOUT")  # noqa: TRY301
                part = (await self._planner.planned(slug, schema, request, Spent.CHARGE, key)).plan
                if isinstance(part, QueryPlan):
                    data = await self.run(slug, schema, request, operation, variables, context, part, role)
                    value = data[data.index(b":") + 1 : -1].strip()
                elif isinstance(part, IntrospectionPlan):
                    value = await self._introspection.answer(slug, schema, request, operation, part, key, role)
            except (DatabaseError, FieldError) as failure:
                errors.append(
                    placed(operation, variables, key, await self._entry(slug, schema, part, variables, failure))
                )
            parts.append(json.dumps(key).encode() + b":" + (value or b"null"))
        return errors, b"{" + b",".join(parts) + b"}"

    async def _entry(
        self,
        slug: str,
        schema: CompiledSchema,
        plan: Plan,
        variables: Mapping[str, Any],
        error: DatabaseError | FieldError,
    ) -> dict[str, Any]:
        if isinstance(error, FieldError):
            return error.as_json()
        return (await error_mapping.entries(self._pools, slug, schema.api, plan, variables, error))[0]

    async def _written(
        self,
        slug: str,
        request: GraphQLRequest,
        variables: Mapping[str, Any],
        context: ContextValues,
        plan: MutationPlan | AdministrationPlan,
    ) -> bytes:
        """A mutation's data."""

        async def once() -> bytes:
            if isinstance(plan, AdministrationPlan) and plan.role == OPERATOR:
                return await self._administration.run(plan, variables, context, request)
            async with self._connection(slug, plan) as connection:
                self._rates.check(slug)
                return await transaction.run(connection, plan, variables, context, request)

        async def alone() -> bytes:
            may_repeat = request.idempotency_key is not None
            return await reconnection.persistently(once, may_repeat=may_repeat, elsewhere=self._pools.several)

        shared = plan.at_once.shared if isinstance(plan.at_once, StatementStep) else None
        if shared is None or request.idempotency_key is not None:
            return await self._in_turn(slug, _text_of(plan), alone)
        return await self._together(slug, shared.text, shared.bind(variables, context), alone)

    async def _read(
        self, slug: str, query: Statement, params: list[Any], quick: bool, freshness: Freshness | None
    ) -> bytes:
        """A query's data, of a standby where that may be."""
        if freshness is None or not freshness.is_wanted:
            return await self._fetched(slug, query, params, quick)
        data: bytes | None = None
        bounds = (self._own(slug, "plan_cost"), self._own(slug, "slow_statements"))
        if bounds == (None, None) and not self._rates.bounds_statements(slug):  # those are kept on the primary
            data = await self.standbys.fetch_json(slug, query.text, params, freshness, custom=query.custom)
        if data is None:
            data = await self._fetched(slug, query, params, quick)
            await self.standbys.note_position(freshness)
        return data

    async def _fetched(self, slug: str, query: Statement, params: list[Any], quick: bool) -> bytes:
        """A query's data. Quick statements share a round trip with others of their kind."""
        sql, custom = query.text, query.custom

        async def alone() -> bytes:
            most = self._own(slug, "plan_cost")
            if most is not None and most > 0 and not quick and not self.lanes.is_quick(slug, sql):
                async with self._pools.connection(slug, custom=custom) as connection:
                    self._rates.check(slug)
                    await plan_costs.check(connection, sql, params, most)
                    data = await connection.fetch_json(sql, params, custom=custom)
            elif self._rates.bounds_statements(slug):
                async with self._pools.connection(slug, custom=custom) as connection:
                    self._rates.check(slug)
                    data = await connection.fetch_json(sql, params, custom=custom)
            else:
                data = await self._pools.fetch_json(slug, sql, params, custom=custom)
            assert data is not None
            return data

        try:
            if not quick:
                return await self._in_turn(slug, sql, alone)
            return await self._together(slug, sql, params, alone)
        except Disconnected:

            async def again() -> bytes:
                data = await self._schemas.reading(slug, lambda again: again.fetch_json(sql, params, custom=custom))
                assert data is not None
                return data

            return await reconnection.persistently(again, may_repeat=True, lost=True)

    def _own(self, slug: str, name: str) -> float | None:
        """A limit of the kind server that the tenant has of its own."""
        tenant = self._schemas.tenants.get(slug)
        return None if tenant is None else tenant.own.get(name)

    async def _in_turn(self, slug: str, sql: str, work: Callable[[], Awaitable[bytes]]) -> bytes:
        """The result of the work, which may have to wait for the tenant's slow statements."""
        most = self._own(slug, "slow_statements")
        return await self.lanes.run(slug, sql, work, None if most is None else int(most))

    def _together(
        self, slug: str, sql: str, params: list[Any], alone: Callable[[], Awaitable[bytes]]
    ) -> Awaitable[bytes]:
        """The result of `alone`, or of the statement in a batch with others of its kind."""
        if tracing.is_recorded():  # its statement has a span of its own
            return alone()
        meant = self._pools.tenants.known.get(slug)

        async def many(params: list[Sequence[object]]) -> list[bytes | None]:
            try:
                async with asyncio.timeout(BATCH_SECONDS), self._pools.connection(slug) as connection:
                    if self._pools.tenants.known.get(slug) is not meant:
                        raise tenant_changed()
                    self._rates.check(slug)
                    return await connection.fetch_json_many(sql, params)
            except TimeoutError:
                raise deadlines.late(BATCH_SECONDS) from None

        return self.batches.run((slug, sql), params, alone, many)

    async def _fetched_for_operators(self, sql: str, params: list[Any]) -> bytes:
        async with self._pools.admin() as connection:
            data = await connection.fetch_json(sql, params)
        assert data is not None
        return data

    def _connection(self, slug: str, plan: RunPlan) -> AbstractAsyncContextManager[Connection]:
        return self._pools.admin() if is_for_operators(slug, plan) else self._pools.connection(slug)


def _text_of(plan: MutationPlan | AdministrationPlan) -> str:
    """The first statement of a mutation that is compiled beforehand."""
    steps = (plan.at_once, *plan.steps)
    return next((step.statement.text for step in steps if isinstance(step, CallStep | StatementStep)), "")


def _note(sql: str, parameters: int, seconds: float) -> None:
    """For logs and metrics."""
    if (record := logs.record.get()) is not None:
        record.ran(sql, parameters, seconds)


def placed(
    operation: compiled.Operation, variables: Mapping[str, Any], key: str, entry: dict[str, Any]
) -> dict[str, Any]:
    """An entry of `errors` with the locations and the path of its root field."""
    nodes = operation.roots(variables).get(key, ())
    return {"message": entry["message"], "locations": locations(nodes), "path": [key], **entry}


def _is_of_a_field(error: DatabaseError | FieldError) -> bool:
    """False where the error is of the operation as a whole, or of the server."""
    if isinstance(error, FieldError):
        return True
    return error.sqlstate[:2] not in _OF_ALL and error.sqlstate != error_mapping.TOO_LARGE


def is_for_operators(slug: str, plan: RunPlan) -> bool:
    """Whether it runs as the server's administrator. Nothing that reads or writes things does."""
    return plan.role == OPERATOR or slug == NOBODY
