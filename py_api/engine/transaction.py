"""Runs mutations: one statement by itself, or a transaction of several, all of it or nothing."""

import asyncio
import random
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any, Protocol

from py_api import json_text
from py_api.compiler.mutation.steps import (
    CallStep,
    SequenceStep,
    StatementStep,
    Step,
    Written,
    outcomes_of,
    refuse_unknown,
    refuse_version,
)
from py_api.compiler.plan import AdministrationPlan, MutationPlan
from py_api.database import Connection, statement
from py_api.errors import ApiError, DatabaseError, Failure, FieldError

ATTEMPTS = 4
RETRIED = {"40001", "40P01"}  # another transaction was in the way: the same again may well succeed

_BEGIN, _ROLLBACK = "begin", "rollback"
_TRY, _CHECK, _FORGET = "savepoint dry_run", "set constraints all immediate", "rollback to savepoint dry_run"


class Sent(Protocol):
    """What a client sent (engine.Operation), for telling a retry from another request."""

    @property
    def query(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def variables(self) -> Mapping[str, Any]: ...


async def run(
    connection: Connection,
    plan: MutationPlan | AdministrationPlan,
    variables: dict[str, Any],
    key: str | None,
    sent: Sent,
) -> bytes:
    """The JSON of "data". key: of an idempotent request, whose retry gets the first answer.

    variables are coerced, and hold "$actor" and "$tenant". Raises DatabaseError (with key, and place where it is
    known) and ApiError; then nothing was changed. After Disconnected it is not known.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            if key is None and isinstance(plan, MutationPlan) and plan.at_once is not None:
                return await _at_once(connection, plan.at_once, variables)
            return await _together(connection, plan, variables, key, sent)
        except DatabaseError as error:
            if error.sqlstate not in RETRIED or attempt == ATTEMPTS:
                raise
        await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311
    raise AssertionError("unreachable")


async def _at_once(connection: Connection, step: CallStep | StatementStep, variables: dict[str, Any]) -> bytes:
    try:
        data = await connection.fetch_json(step.statement.text, step.statement.bind(variables))
        if data is None:
            await _explain(connection, step, variables)
    except DatabaseError as error:
        _placed(error, step, variables)
        raise
    assert data is not None
    return data


async def _together(
    connection: Connection,
    plan: MutationPlan | AdministrationPlan,
    variables: dict[str, Any],
    key: str | None,
    sent: Sent,
) -> bytes:
    tenant = variables["$tenant"]
    await connection.execute(_BEGIN)
    try:
        if plan.role == "admin":
            await connection.execute(statement("own_statement_timeout"))
        if key is not None:
            known = await connection.fetch_json(
                statement("begin_idempotent"), (tenant, key, fingerprint(sent, variables["$actor"]))
            )
            if known is not None:
                await connection.commit()
                return known
        await connection.fetch_json(statement("set_actor"), (variables["$actor"],))
        variables = dict(variables)
        parts = [await _step(connection, step, variables) for step in plan.steps]
        data = b"{" + b", ".join(part.strip()[1:-1] for part in parts) + b"}"
        if key is not None:
            await connection.fetch_json(statement("finish_idempotent"), (tenant, key, data.decode()))
        await connection.commit()  # what is checked at the end is refused here
    except (DatabaseError, ApiError):
        with suppress(Failure):
            await connection.execute(_ROLLBACK)
        raise
    return data


async def _step(connection: Connection, step: Step, variables: dict[str, Any]) -> bytes:
    """Carries out one root field; gives {key: value}."""
    dry_run = not isinstance(step, CallStep) and step.dry_run
    if dry_run:
        await connection.execute(_TRY)
    try:
        if isinstance(step, SequenceStep):
            await _write(connection, step, variables)
            if dry_run:
                await connection.execute(_CHECK)
            data = await connection.fetch_json(step.answer.text, step.answer.bind(variables))
        else:
            data = await connection.fetch_json(step.statement.text, step.statement.bind(variables))
            if data is None:
                await _explain(connection, step, variables)
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


async def _write(connection: Connection, step: SequenceStep, variables: dict[str, Any]) -> None:
    writes = step.writes(variables)
    result: Any = None
    while True:
        try:
            bound = writes.send(result)
        except StopIteration as end:
            written = end.value
            if isinstance(written, Written):
                variables[outcomes_of(step.things)], written = written.outcomes, written.ids
            variables[step.things] = written
            return
        try:
            text = await connection.fetch_json(bound.text, bound.params)
        except DatabaseError as error:
            error.place = bound.target
            raise
        result = None if text is None else json_text.loads(text)


async def _explain(connection: Connection, step: CallStep | StatementStep, variables: dict[str, Any]) -> None:
    """There was no row: the thing is not there, or at another version. Raises DatabaseError."""
    assert isinstance(step, StatementStep)
    lookup, target = step.version_lookup, step.target(variables)
    assert lookup is not None
    row = await connection.fetch_json(lookup.statement.text, lookup.statement.bind(variables))
    expected = lookup.version(variables)
    if row is not None and expected is not None:
        refuse_version(target, json_text.loads(row)["version"], expected)
    refuse_unknown(target)


def _placed(error: DatabaseError, step: Step, variables: Mapping[str, Any]) -> None:
    error.key = step.key
    if error.place is None and not isinstance(step, CallStep):
        error.place = step.target(variables)


def fingerprint(sent: Sent, actor: str) -> str:
    """Tells one request from another: document, operation, variables, who."""
    text = json_text.dumps([sent.query, sent.name, _sorted(sent.variables), actor])
    return sha256(text.encode()).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
