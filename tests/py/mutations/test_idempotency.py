"""Idempotency-Key: a retry gets the first answer, whatever happened in between."""

import asyncio
from typing import Any

import pytest

from py_api.database import Connection
from py_api.errors import Disconnected, Failure
from tests.py.mutations.conftest import Shop

pytestmark = pytest.mark.once

QUERY = "mutation ($n: String!) { createBrand(input: {name: $n}) { id name } }"
MORE = 'mutation ($n: String!) { a: createBrand(input: {name: $n}) { id } updateBrands(filter: {}, atMost: 1000, input: {country: "NO"}) { count } }'


@pytest.mark.parametrize("query", [QUERY, MORE])
def test_a_retry_gets_the_first_answer(shop: Shop, query: str) -> None:
    first = shop.run(query, {"n": "aa"}, key="k")
    assert shop.run(query, {"n": "aa"}, key="k") == first
    assert shop.value("select count(*) from tc_brand") == 1
    shop.run(query, {"n": "bb"}, key="other")
    assert shop.value("select count(*) from tc_brand") == 2


@pytest.mark.parametrize("other", [{"variables": {"n": "bb"}}, {"query": QUERY + " "}, {"actor": "bob"}])
def test_a_key_belongs_to_one_request(shop: Shop, other: dict[str, Any]) -> None:
    shop.run(QUERY, {"n": "aa"}, key="k")
    error = shop.refused(
        other.get("query", QUERY), other.get("variables", {"n": "aa"}), key="k", actor=other.get("actor", "ann")
    )
    assert error["extensions"]["code"] == "IDEMPOTENCY_MISMATCH"


def test_a_failure_leaves_no_key(shop: Shop) -> None:
    assert shop.refused(QUERY, {"n": "x"}, key="k")["extensions"]["code"] == "VALIDATION_FAILED"
    assert shop.value("select count(*) from idempotency_keys") == 0
    shop.run(QUERY, {"n": "xx"}, key="k")


def test_concurrent_requests_with_one_key(shop: Shop) -> None:
    async def several() -> list[Any]:
        return await asyncio.gather(*(shop.answer(QUERY, {"n": "aa"}, key="k") for _ in range(8)))

    answers = shop.runner.run(several())
    assert all(answer == answers[0] for answer in answers)
    assert "errors" not in answers[0]
    assert shop.value("select count(*) from tc_brand") == 1


def test_a_crash_between_commit_and_answer(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    execute = Connection.execute

    async def breaking(connection: Connection, sql: str) -> None:
        await execute(connection, sql)
        if sql == "commit":
            connection.close()
            raise Disconnected("the connection to PostgreSQL broke")

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "execute", breaking)
        try:
            answer = shop.runner.run(shop.answer(QUERY, {"n": "aa"}, key="k"))
        except Failure:
            answer = {"errors": []}
        assert "errors" in answer
    (name,) = shop.rows("select id::text, name from tc_brand")
    assert shop.run(QUERY, {"n": "aa"}, key="k") == {"createBrand": {"id": name[0], "name": "aa"}}
    assert shop.value("select count(*) from tc_brand") == 1


def test_a_crash_before_commit(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    execute = Connection.execute

    async def breaking(connection: Connection, sql: str) -> None:
        if sql == "commit":
            connection.close()
            raise Disconnected("the connection to PostgreSQL broke")
        await execute(connection, sql)

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "execute", breaking)
        with pytest.raises(Failure):
            shop.runner.run(shop.answer(QUERY, {"n": "aa"}, key="k"))
    assert shop.value("select count(*) from tc_brand") == 0
    shop.run(QUERY, {"n": "aa"}, key="k")


def test_a_dry_run_keeps_its_answer(shop: Shop) -> None:
    query = 'mutation { createBrand(input: {name: "aa"}, dryRun: true) { id } }'
    assert shop.run(query, key="k") == shop.run(query, key="k")
    assert shop.value("select count(*) from tc_brand") == 0
