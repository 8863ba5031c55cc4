"""A standby takes over: cursors go on there, unless they have seen what was lost."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests.support import servers
from tests.support.standby import Standby

pytestmark = pytest.mark.once

NOTE = """select thing.migrate(%s, '[{"op": "create_class", "class": "Note", "fields": [{"name": "n", "type": "integer"}]}]')"""
Db = psycopg.Connection[Any]


@pytest.fixture
def standby(server: servers.Server) -> Iterator[Standby]:
    started = Standby(server.programs, server.url, "tester")
    yield started
    started.stop()


def value(db: Db, statement: str, *params: Any) -> Any:
    row = db.execute(statement.encode(), params or None).fetchone()
    assert row is not None
    return row[0]


def test_cursors(standby: Standby, tenant: str, build: Callable[..., None], server: servers.Server) -> None:
    build(NOTE, tenant)

    def write(db: Db, *numbers: int) -> None:
        db.execute(f"insert into tenant_{tenant}.tc_note (n) select unnest(%s::integer[])".encode(), (list(numbers),))

    def now(db: Db) -> str:
        return str(value(db, "select thing.change_cursor(%s)", tenant))

    def told(db: Db, cursor: str, most: int = 500) -> tuple[list[int], str]:
        numbers: list[int] = []
        while True:
            rows = db.execute(
                "select new ->> 'n', position, more from thing.read_events(%s, %s, %s)", (tenant, cursor, most)
            ).fetchall()
            numbers += [int(n) for n, *_ in rows if n is not None]
            *_, cursor, more = rows[-1]
            if not more:
                return numbers, cursor

    def lost(db: Db, cursor: str) -> bool:
        try:
            told(db, cursor)
        except psycopg.Error as error:
            return error.sqlstate == "TB050"
        return False

    with psycopg.connect(server.url, autocommit=True) as db, psycopg.connect(server.url) as late:
        late.execute(f"insert into tenant_{tenant}.tc_note (n) values (100)".encode())
        start = now(db)
        write(db, 1, 2, 3)
        half = value(db, "select cursor from thing.read_events(%s, %s, 2) offset 1", tenant, start)
        _, read = told(db, start)
        old = read.partition(":")[0] + "/" + read.partition("/")[2].partition(".")[0]
        assert told(db, old)[0] == [], "a cursor of before there were timelines"
        standby.wait_for(db)
        standby.cut_off()
        write(db, 4)
        seen = told(db, read)[1]
        late.commit()
        more = told(db, seen)[1]
        with psycopg.connect(standby.url, autocommit=True) as other:
            with pytest.raises(psycopg.Error, match="on the primary"):
                now(other)
            standby.promote()
            assert [lost(other, cursor) for cursor in (seen, more, old)] == [True, True, True]
            assert [told(other, cursor)[0] for cursor in (start, half, read)] == [[1, 2, 3], [3], []]
            _, here = told(other, read)
            write(other, 5, 6)
            assert [told(other, cursor)[0] for cursor in (start, half, read, here)] == [
                [1, 2, 3, 5, 6], [3, 5, 6], [5, 6], [5, 6],
            ]  # fmt: skip
            assert told(other, start, 1)[0] == [1, 2, 3, 5, 6]
            _, here = told(other, here)
            assert told(other, here)[0] == []
        assert lost(db, here), "the one that was left behind never had what that cursor has seen"
        assert told(db, read)[0] == [100, 4], "and its own are good there"
