"""Runs mutations: one statement alone, or all steps in one transaction."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any

from py_api import json_text
from py_api.compiler.context_values import ACTOR, IDS, OUTCOMES, TENANT, ContextValues
from py_api.compiler.mutation.steps import (
    CallStep,
    SequenceStep,
    StatementStep,
    Step,
    Writes,
    Written,
    refuse_unknown,
    refuse_version,
)
from py_api.compiler.plan import AdministrationPlan, MutationPlan
from py_api.compiler.values import Variables
from py_api.database import Connection, statement
from py_api.engine.request import GraphQLRequest
from py_api.errors import ApiError, DatabaseError, Disconnected, Failure, FieldError

ATTEMPTS = 4
RETRIED = {"40001", "40P01"}  # another transaction was in the way: the same again may well succeed

BeforeCommit = Callable[[Connection], Awaitable[None]]

_BEGIN, _ROLLBACK = "begin", "rollback"
_TRY, _CHECK, _FORGET = "savepoint dry_run", "set constraints all immediate", "rollback to savepoint dry_run"


async def run(
    connection: Connection,
    plan: MutationPlan | AdministrationPlan,
    variables: Variables,
    context: ContextValues,
    request: GraphQLRequest,
    before_commit: BeforeCommit | None = None,
) -> bytes:
    """The JSON of "data". The retry of a request with an idempotency key gets the first answer.

    variables are coerced. before_commit: called when all is done but the commit; it can still fail all of it.
    Raises DatabaseError (with key, and place where it is known) and ApiError; then nothing was changed. After
    Disconnected that is known only where it says so.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            if request.idempotency_key is None and plan.at_once is not None and before_commit is None:
                return await _at_once(connection, plan.at_once, variables, context)
            return await _together(connection, plan, variables, context, request, before_commit)
        except DatabaseError as error:
            if error.sqlstate not in RETRIED or attempt == ATTEMPTS:
                raise
        await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311
    raise AssertionError("unreachable")


async def _at_once(
    connection: Connection, step: CallStep | StatementStep, variables: Variables, context: ContextValues
) -> bytes:
    try:
        data = await connection.fetch_json(step.statement.text, step.statement.bind(variables, context))
        if data is None:
            await _explain(connection, step, variables, context)
    except DatabaseError as error:
        _placed(error, step, variables)
        raise
    assert data is not None
    return data


async def _together(
    connection: Connection,
    plan: MutationPlan | AdministrationPlan,
    variables: Variables,
    context: ContextValues,
    request: GraphQLRequest,
    before_commit: BeforeCommit | None,
) -> bytes:
    tenant, actor, key = context[TENANT], context[ACTOR], request.idempotency_key
    ends = False
    try:
        await connection.execute(_BEGIN)
        if plan.role == "admin":
            await connection.execute(statement("own_statement_timeout"))
        if key is not None:
            known = await connection.fetch_json(
                statement("begin_idempotent"), (tenant, key, fingerprint(request, actor))
            )
            if known is not None:
                await connection.commit()
                return known
        await connection.fetch_json(statement("set_actor"), (actor,))
        parts = [await _step(connection, step, variables, context) for step in plan.steps]
        data = b"{" + b", ".join(part.strip()[1:-1] for part in parts) + b"}"
        if key is not None:
            await connection.fetch_json(statement("finish_idempotent"), (tenant, key, data.decode()))
        if before_commit is not None:
            await before_commit(connection)
        ends = True
        await connection.commit()  # what is checked at the end is refused here
    except Disconnected as error:
        error.undone = not ends
        raise
    except (DatabaseError, ApiError):
        with suppress(Failure):
            await connection.execute(_ROLLBACK)
        raise
    return data


async def _step(connection: Connection, step: Step, variables: Variables, context: ContextValues) -> bytes:
    """Carries out one root field; gives {key: value}."""
    dry_run = not isinstance(step, CallStep) and step.dry_run
    if dry_run:
        await connection.execute(_TRY)
    try:
        if isinstance(step, SequenceStep):
            written = await _write(connection, step.writes(variables))
            if dry_run:
                await connection.execute(_CHECK)
            known = {**context, IDS: written.ids, OUTCOMES: written.outcomes}
            data = await connection.fetch_json(step.answer.text, step.answer.bind(variables, known))
        else:
            data = await connection.fetch_json(step.statement.text, step.statement.bind(variables, context))
            if data is None:
                await _explain(connection, step, variables, context)
            if dry_run:
                await connection.execute(_CHECK)
    except DatabaseError as error:
        _placed(error, step, variables)
        raise
    except FieldError as error:
        error.key = step.key
        raise
    if dry_run:
        await connection.execute(_FORGET)
    assert data is not None
    return data


async def _write(connection: Connection, writes: Writes[Written]) -> Written:
    result: Any = None
    while True:
        try:
            bound = writes.send(result)
        except StopIteration as end:
            written: Written = end.value
            return written
        try:
            text = await connection.fetch_json(bound.text, bound.params)
        except DatabaseError as error:
            error.place = bound.target
            raise
        result = None if text is None else json_text.loads(text)


async def _explain(
    connection: Connection, step: CallStep | StatementStep, variables: Variables, context: ContextValues
) -> None:
    """There was no row: the thing is not there, or at another version. Raises DatabaseError."""
    assert isinstance(step, StatementStep)
    lookup, target = step.version_lookup, step.target(variables)
    assert lookup is not None
    row = await connection.fetch_json(lookup.statement.text, lookup.statement.bind(variables, context))
    expected = lookup.version(variables)
    if row is not None and expected is not None:
        refuse_version(target, json_text.loads(row)["version"], expected)
    refuse_unknown(target)


def _placed(error: DatabaseError, step: Step, variables: Variables) -> None:
    error.key = step.key
    if error.place is None and not isinstance(step, CallStep):
        error.place = step.target(variables)


def fingerprint(request: GraphQLRequest, actor: str) -> str:
    """A hash of document, operation, variables and actor."""
    text = json_text.dumps([request.query, request.name, _sorted(request.variables), actor])
    return sha256(text.encode()).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
