"""Idempotency keys of requests that come at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import psycopg
import pytest

Connect = Callable[..., psycopg.Connection[Any]]
BEGIN = "select thing.begin_idempotent(%s, 'key', %s)"


def begin(connection: psycopg.Connection[Any], tenant: str, fingerprint: str = "f") -> Any:
    row = connection.execute(BEGIN, (tenant, fingerprint)).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("ends", ["commit", "rollback"])
def test_the_second_waits_for_the_first(connect: Connect, tenant: str, ends: str) -> None:
    first, second = connect(tenant), connect(tenant)
    with ThreadPoolExecutor(1) as pool:
        with suppress(psycopg.Rollback), first.transaction():
            assert begin(first, tenant) is None
            waiting = pool.submit(begin, second, tenant)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            first.execute("select thing.finish_idempotent(%s, 'key', 'answer')", (tenant,))
            if ends == "rollback":
                raise psycopg.Rollback
        assert waiting.result(5) == ("answer" if ends == "commit" else None)


def test_it_waits_for_another_request_too(connect: Connect, tenant: str) -> None:
    first, second = connect(tenant), connect(tenant)
    with ThreadPoolExecutor(1) as pool:
        with first.transaction():
            begin(first, tenant)
            waiting = pool.submit(begin, second, tenant, "another")
            first.execute("select thing.finish_idempotent(%s, 'key', 'answer')", (tenant,))
        with pytest.raises(psycopg.Error) as caught:
            waiting.result(5)
    assert caught.value.sqlstate == "TB064"


def test_the_keys_are_out_of_reach(connect: Connect, tenant: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect(tenant).execute("select from idempotency_keys")
