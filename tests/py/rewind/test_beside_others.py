"""A rewind waits for who writes what it would, and then decides by what they left."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.conftest import Connect
from tests.support.waiting import until

pytestmark = pytest.mark.once


@pytest.fixture
def since(tenant: str, db: psycopg.Connection[Any]) -> Any:
    """A moment: since then Word 1 has another text, Word 2 is gone, Word 3 is new."""
    word = '[{"name": "text", "type": "text"}]'
    db.execute("select thing.create_class(%s, 'Word', %s)", (tenant, word))
    db.execute("select set_config('thing.actor', 'ann', false)")
    db.execute(f"insert into tenant_{tenant}.tc_word (text) values ('1'), ('2')".encode())
    moment = db.execute("select clock_timestamp()").fetchone()
    db.execute(f"update tenant_{tenant}.tc_word set text = 'one' where text = '1'".encode())
    db.execute(f"delete from tenant_{tenant}.tc_word where text = '2'".encode())
    db.execute(f"insert into tenant_{tenant}.tc_word (text) values ('3')".encode())
    return moment and moment[0]


def rewound(db: psycopg.Connection[Any], tenant: str, since: Any, mode: str, actor: str | None) -> dict[str, Any]:
    query = "select thing.rewind(%s, %s, mode => %s, actor => %s)"
    row = db.execute(query, (tenant, since, mode, actor)).fetchone()
    assert row
    report: dict[str, Any] = row[0]
    return report


def words(db: psycopg.Connection[Any], tenant: str) -> list[str]:
    return [row[0] for row in db.execute(f"select text from tenant_{tenant}.tc_word order by text".encode())]


def waiting(db: psycopg.Connection[Any], other: psycopg.Connection[Any], future: Future[Any]) -> None:
    """Until the other session waits for a lock."""
    pid = other.info.backend_pid
    until(lambda: future.done() or (db.execute("select pg_blocking_pids(%s)", (pid,)).fetchone() or [[]])[0])
    assert not future.done()


def test_two_rewinds(tenant: str, since: Any, db: psycopg.Connection[Any], connect: Connect) -> None:
    """The second finds what the first has written: nothing is undone twice, or back."""
    one, two = connect(), connect()
    all_of_it = ("refuse", None)
    with ThreadPoolExecutor(1) as threads:
        with one.transaction():
            assert rewound(one, tenant, since, *all_of_it)["applied"]
            future = threads.submit(rewound, two, tenant, since, *all_of_it)
            waiting(db, two, future)
        future.result()
    assert words(db, tenant) == ["1", "2"]
    assert db.execute("select count(*) from thing.check(%s, scan_rows => true)", (tenant,)).fetchone() == (0,)


@pytest.mark.parametrize("mode", ["refuse", "keep"])
def test_a_writer(tenant: str, since: Any, db: psycopg.Connection[Any], connect: Connect, mode: str) -> None:
    """What somebody wrote while it waited is a later change, and stays."""
    one, two = connect(), connect()
    with ThreadPoolExecutor(1) as threads:
        with one.transaction():
            one.execute("select set_config('thing.actor', 'bob', true)")
            one.execute(f"update tenant_{tenant}.tc_word set text = 'uno' where text = 'one'".encode())
            future = threads.submit(rewound, two, tenant, since, mode, "ann")
            waiting(db, two, future)
        if mode == "refuse":
            assert "1 conflict" in str(future.exception())
        else:
            assert future.result()["conflicts"] == 1
    assert words(db, tenant) == (["3", "uno"] if mode == "refuse" else ["2", "uno"])
