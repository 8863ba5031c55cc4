"""References to a parent class under concurrency: no thing leaves its class behind a reference."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]
CLASSES = """[
    {"op": "create_class", "class": "Party", "abstract": true, "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Person", "extends": "Party", "fields": []},
    {"op": "create_class", "class": "Stone", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Deal", "fields": [{"name": "party", "type": "reference", "target": "Party"}]}]"""
ID = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
def two(db: Connection, connect: Connect, tenant: str) -> tuple[Connection, Connection]:
    db.execute("select thing.migrate(%s, %s)", (tenant, CLASSES))
    first, second = connect(tenant), connect(tenant)
    first.execute("insert into tc_person (id) values (%s)", (ID,))
    second.execute("set lock_timeout = '5s'")
    return first, second


def later(work: Callable[[], object]) -> tuple[threading.Thread, list[str]]:
    """Do it in a thread of its own; the SQLSTATE it ended with goes into the list."""
    state: list[str] = []

    def run() -> None:
        try:
            work()
            state.append("00000")
        except psycopg.Error as error:
            state.append(error.sqlstate or "")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.3)
    assert thread.is_alive(), "it should wait for the other transaction"
    return thread, state


def test_a_thing_referred_to_cannot_go_before_the_reference_is_committed(two: tuple[Connection, Connection]) -> None:
    referring, deleting = two
    with referring.transaction():
        referring.execute("insert into tc_deal (party) values (%s)", (ID,))
        thread, state = later(lambda: deleting.execute("delete from tc_person"))
    thread.join()
    assert state == ["23503"]


def test_a_reference_waits_for_the_delete_and_is_refused(two: tuple[Connection, Connection]) -> None:
    """The id comes back as a thing of another class: the foreign key alone would be content."""
    deleting, referring = two
    with deleting.transaction():
        deleting.execute("delete from tc_person")
        deleting.execute("insert into tc_stone (id) values (%s)", (ID,))
        thread, state = later(lambda: referring.execute("insert into tc_deal (party) values (%s)", (ID,)))
    thread.join()
    assert state == ["TB061"]
