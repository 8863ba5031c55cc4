"""Runs mutations: one statement by itself, or a transaction of several, all of it or nothing."""

import asyncio
import random
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any, Protocol

from py_api import json_text
from py_api.compiler.mutation.steps import Work, Written, outcomes_of, refuse_unknown, refuse_version
from py_api.compiler.plan import Plan
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


async def run(connection: Connection, plan: Plan, variables: dict[str, Any], key: str | None, sent: Sent) -> bytes:
    """The JSON of "data". key: of an idempotent request, whose retry gets the first answer.

    variables are coerced, and hold "$actor" and "$tenant". Raises DatabaseError (with key, and place where it is
    known) and ApiError; then nothing was changed. After Disconnected it is not known.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            if plan.statement is not None and key is None and plan.role != "admin":
                return await _at_once(connection, plan, variables)
            return await _together(connection, plan, variables, key, sent)
        except DatabaseError as error:
            if error.sqlstate not in RETRIED or attempt == ATTEMPTS:
                raise
        await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311
    raise AssertionError("unreachable")


async def _at_once(connection: Connection, plan: Plan, variables: dict[str, Any]) -> bytes:
    assert plan.statement is not None
    try:
        data = await connection.fetch_json(plan.statement.text, plan.statement.bind(variables))
        if data is None:
            await _explain(connection, plan.steps[0], variables)
    except DatabaseError as error:
        _placed(error, plan.steps[0], variables)
        raise
    assert data is not None
    return data


async def _together(
    connection: Connection, plan: Plan, variables: dict[str, Any], key: str | None, sent: Sent
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
        parts = [await _work(connection, work, variables) for work in plan.steps]
        data = b"{" + b", ".join(part.strip()[1:-1] for part in parts) + b"}"
        if key is not None:
            await connection.fetch_json(statement("finish_idempotent"), (tenant, key, data.decode()))
        await connection.commit()  # what is checked at the end is refused here
    except (DatabaseError, ApiError):
        with suppress(Failure):
            await connection.execute(_ROLLBACK)
        raise
    return data


async def _work(connection: Connection, work: Work, variables: dict[str, Any]) -> bytes:
    """Does one root field; gives {key: value}."""
    if work.dry_run:
        await connection.execute(_TRY)
    try:
        if work.whole is not None:
            data = await connection.fetch_json(work.whole.text, work.whole.bind(variables))
            if data is None:
                await _explain(connection, work, variables)
            if work.dry_run:
                await connection.execute(_CHECK)
        else:
            await _write(connection, work, variables)
            if work.dry_run:
                await connection.execute(_CHECK)
            assert work.answer is not None
            data = await connection.fetch_json(work.answer.text, work.answer.bind(variables))
    except DatabaseError as error:
        _placed(error, work, variables)
        raise
    except FieldError as error:
        error.key = work.key
        raise
    if work.dry_run:
        await connection.execute(_FORGET)
    assert data is not None
    return data


async def _write(connection: Connection, work: Work, variables: dict[str, Any]) -> None:
    assert work.writes is not None
    writes = work.writes(variables)
    result: Any = None
    while True:
        try:
            request = writes.send(result)
        except StopIteration as end:
            written = end.value
            if isinstance(written, Written):
                variables[outcomes_of(work.things)], written = written.outcomes, written.ids
            variables[work.things] = written
            return
        try:
            text = await connection.fetch_json(request.text, request.params)
        except DatabaseError as error:
            error.place = request.target
            raise
        result = None if text is None else json_text.loads(text)


async def _explain(connection: Connection, work: Work, variables: dict[str, Any]) -> None:
    """There was no row: the thing is not there, or at another version. Raises DatabaseError."""
    assert work.look is not None
    assert work.target is not None
    look, target = work.look, work.target(variables)
    row = await connection.fetch_json(look.statement.text, look.statement.bind(variables))
    expected = look.version(variables)
    if row is not None and expected is not None:
        refuse_version(target, json_text.loads(row)["version"], expected)
    refuse_unknown(target)


def _placed(error: DatabaseError, work: Work, variables: Mapping[str, Any]) -> None:
    error.key = work.key
    if error.place is None and work.target is not None:
        error.place = work.target(variables)


def fingerprint(sent: Sent, actor: str) -> str:
    """Tells one request from another: document, operation, variables, who."""
    text = json_text.dumps([sent.query, sent.name, _sorted(sent.variables), actor])
    return sha256(text.encode()).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
