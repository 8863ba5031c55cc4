"""From a request to a plan: the document is compiled once a shape of schema, a plan once for each key of variables."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from graphql import DocumentNode, OperationType

from py_api import json_text, tracing
from py_api.catalog.load import DocumentLimits
from py_api.catalog.model import NotLoaded
from py_api.compiler import operation as compiled
from py_api.compiler.operation import RequestError
from py_api.compiler.plan import Plan
from py_api.compiler.unknown_name import UnknownName
from py_api.compiler.values import Problem
from py_api.cpu_budget import LARGE, CpuBudget, Spent
from py_api.engine.past_name_errors import PastNamesOfTenants
from py_api.engine.request import GraphQLRequest
from py_api.engine.schema_cache import (
    ROUNDS,
    CompiledSchema,
    OperationName,
    Run,
    SchemaCache,
)
from py_api.errors import ApiError
from py_api.lru import Lru
from py_api.single_flight import SingleFlight

REFUSALS, REFUSALS_BYTES = 1_000, 2 * 2**20  # of documents that are known to be wrong
REFUSAL_BYTES = 16 * 1024  # of one that is kept
_Refusal = tuple[list[dict[str, Any]], int, Sequence[UnknownName | None]]  # what a RequestError is made of


class Planned(NamedTuple):
    """An operation, the values of its variables with what is wrong with them (as Coerced), and what to run."""

    operation: compiled.Operation
    variables: Mapping[str, Any]
    problems: Sequence[Problem]
    plan: Plan


class Planner:
    """compiled: documents, for metrics."""

    def __init__(self, schemas: SchemaCache, budget: CpuBudget, past_names: PastNamesOfTenants) -> None:
        self.compiled = 0
        self._schemas = schemas
        self._budget = budget
        self._past_names = past_names
        self._compiling: SingleFlight[tuple[str, int, OperationName, Spent], compiled.Operation] = SingleFlight()
        self._planning: SingleFlight[tuple[str, int, Hashable, Spent], Plan] = SingleFlight()
        # By the hash of schema and document: what is sent again is refused again, for nothing.
        self._refused: Lru[bytes, _Refusal] = Lru(
            REFUSALS, REFUSALS_BYTES, lambda _digest, refusal: 500 + 3 * len(json_text.dumps(refusal[0])), REFUSAL_BYTES
        )

    async def planned(
        self,
        slug: str,
        schema: CompiledSchema,
        request: GraphQLRequest,
        spent: Spent = Spent.REFUSE,
        only: str | None = None,
    ) -> Planned:
        """Raises RequestError, ApiError, load.Outdated, Failure.

        spent: what becomes of it where the tenant's budget has nothing left to compile with. only: for that root field.
        """
        name = (request.query, request.name, self._own_limits(slug, request.digest))
        try:
            operation = schema.operations.get(name)
            if operation is None:
                # (A thousand clients may come back at once.)
                operation = await self._compiling.run(
                    (slug, id(schema), name, spent), lambda: self._compile(slug, schema, name, spent)
                )
            if request.read_only and operation.kind is not OperationType.QUERY:
                raise ApiError("GET is for queries", "METHOD_NOT_ALLOWED", 405, hint="Send mutations by POST.")
            keyed: tuple[compiled.Coerced, Hashable] | None = None
            if request.size < LARGE:
                try:
                    keyed = _keyed(operation, request, only)
                except NotLoaded:
                    keyed = None
            if keyed is None:
                run = self.beside(slug, request)
                keyed = await self._schemas.loading(slug, schema, lambda: _keyed(operation, request, only), ROUNDS, run)
        except RequestError as error:
            if schema.whole is not None:  # what became of a name that is not seen is not told
                raise
            raise RequestError(await self._past_names.explain(slug, schema, error), error.status) from None
        (variables, problems), plan_key = keyed
        plan = operation.plans.get(plan_key)
        if plan is None:
            plan = await self._planning.run(
                (slug, id(operation), plan_key, spent),
                lambda: self._plan(slug, schema, name, operation, variables, only, plan_key, spent),
            )
        return Planned(operation, variables, problems, plan)

    def _own_limits(self, slug: str, digest: str | None) -> DocumentLimits:
        """Of a persisted document, in place of the tenant's."""
        if digest is None or (tenant := self._schemas.tenants.get(slug)) is None:
            return ()
        return tenant.documents.get(digest, ())

    async def _plan(
        self,
        slug: str,
        schema: CompiledSchema,
        name: OperationName,
        operation: compiled.Operation,
        variables: Mapping[str, Any],
        only: str | None,
        plan_key: Hashable,
        spent: Spent,
    ) -> Plan:
        run = partial(self._budget.run, slug, spent=spent)
        with tracing.step("compile"):
            plan = await self._schemas.loading(slug, schema, lambda: operation.compile(variables, only), ROUNDS, run)
        operation.plans.put(plan_key, plan)
        schema.operations.put(name, operation)  # which holds more now
        return plan

    def beside(self, slug: str, request: GraphQLRequest) -> Run | None:
        """Where the variables are large: runs work over them beside the loop, charged to the tenant."""
        return partial(self._budget.run, slug, spent=Spent.CHARGE) if request.size >= LARGE else None

    async def _compile(
        self, slug: str, schema: CompiledSchema, name: OperationName, spent: Spent
    ) -> compiled.Operation:
        digest = sha256(json.dumps([schema.key, *name]).encode()).digest()
        if (refusal := self._refused.get(digest)) is not None:
            raise RequestError(*refusal)
        run = partial(self._budget.run, slug, spent=spent)
        refusals: list[_Refusal] = []
        document: DocumentNode | None = None
        limits = replace(schema.limits, **dict(name[2])) if name[2] else schema.limits

        def compile_document() -> compiled.Operation:
            nonlocal document
            try:
                document = document or compiled.parsed(name[0], limits)
                return compiled.Operation(schema.api, document, name[1], limits)
            except RequestError as error:
                refusals.append((error.errors, error.status, error.unknown))
                raise
            except ApiError as error:
                refusals.append(([error.as_json()], error.status, ()))
                raise

        try:
            with tracing.step("parse and validate"):
                made = await self._schemas.loading(slug, schema, compile_document, ROUNDS, run)
        finally:
            for refusal in refusals:
                self._refused.put(digest, refusal)
        self.compiled += 1
        schema.operations.put(name, made)
        return made


def _keyed(
    operation: compiled.Operation, request: GraphQLRequest, only: str | None
) -> tuple[compiled.Coerced, Hashable]:
    """The values of the variables, and the key of the plan for them."""
    coerced = operation.coerced(request.variables)
    return coerced, operation.key(coerced.variables, only)
