"""Readers of the change log against many writers whose transactions end late and out of order.

A reader is judged by what it has seen: every change once, those of a thing in the order they were committed, each with
the values before and after. A reader that remembers the greatest seq it has seen, which looks right, fails the same
judgement.
"""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql

pytestmark = pytest.mark.once

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]
Notes = dict[tuple[str, int], str]  # (thing, version) -> what its note says

WRITERS, TRANSACTIONS, THINGS = 6, 60, 12
CLASS = '[{"op": "create_class", "class": "Note", "fields": [{"name": "note", "type": "text"}]}]'


@dataclass(frozen=True, slots=True)
class Event:
    thing: str
    version: int
    old: str | None
    new: str | None


class CursorReader:
    """Pages of random size, each resumed after a random row: what a client does whose connection breaks."""

    def __init__(self, tenant: str, seed: int, starts_after: float | None = None) -> None:
        self.tenant, self.rng, self.starts_after = tenant, random.Random(seed), starts_after
        self.since = "1:1:"
        self.cursor: str | None = None
        self.seen: list[Event] = []

    def start(self, connection: Connection) -> None:
        if self.starts_after is not None:
            time.sleep(self.starts_after)
            (self.cursor,) = connection.execute("select thing.change_cursor(%s)", (self.tenant,)).fetchone() or (None,)
            assert self.cursor
            self.since = self.cursor.partition(".")[0].split("/")[1].partition(":")[2]

    def step(self, connection: Connection) -> bool:
        """Read a page; say whether there was any."""
        rows = connection.execute(
            "select cursor, operation, thing_id::text, version, old ->> 'note', new ->> 'note'"
            " from thing.read_changes(%s, %s, %s)",
            (self.tenant, self.cursor, self.rng.choice([1, 2, 3, 7, 50, 1000])),
        ).fetchall()
        kept = rows[: self.rng.randint(1, len(rows))] if rows else []
        self.seen += [Event(*row[2:]) for row in kept if row[1] != "schema"]
        self.cursor = kept[-1][0] if kept else self.cursor
        return bool(kept)


class EventReader(CursorReader):
    """The same by read_events: pages up to now, or up to a cursor of some time before, which may lie behind the reader."""

    def start(self, connection: Connection) -> None:
        super().start(connection)
        self.boundaries = [self.now(connection)]
        if self.cursor is None:
            self.cursor = re.sub("/.*", "/0:1:1:", self.boundaries[0])

    def now(self, connection: Connection) -> str:
        row = connection.execute("select thing.change_cursor(%s)", (self.tenant,)).fetchone()
        assert row
        return str(row[0])

    def step(self, connection: Connection) -> bool:
        if self.rng.random() < 0.3:
            self.boundaries.append(self.now(connection))
        upto = self.rng.choice([None, *self.boundaries[-3:]])
        rows = connection.execute(
            "select cursor, operation, thing_id, version, old ->> 'note', new ->> 'note', seq, position, more"
            " from thing.read_events(%s, %s, %s, %s)",
            (self.tenant, self.cursor, self.rng.choice([1, 2, 3, 7, 50, 1000]), upto),
        ).fetchall()
        *_, position, more = rows[-1]
        rows = [row for row in rows if row[6] is not None]
        assert [row[6] for row in rows] == sorted(row[6] for row in rows)
        kept = rows[: self.rng.randint(1, len(rows))] if rows and self.rng.random() < 0.5 else rows
        self.seen += [Event(*row[2:6]) for row in kept if row[1] != "schema"]
        self.cursor = position if len(kept) == len(rows) else kept[-1][0]
        return bool(kept) or more or upto is not None


class SeqReader(CursorReader):
    """The reader that looks right: everything after the greatest seq so far."""

    last = 0

    def step(self, connection: Connection) -> bool:
        rows = connection.execute(
            "select seq, thing_id::text, version, old ->> 'note', new ->> 'note'"
            " from thing.read_changes(%s) where operation <> 'schema' and seq > %s order by seq",
            (self.tenant, self.last),
        ).fetchall()
        self.seen += [Event(*row[1:]) for row in rows]
        self.last = rows[-1][0] if rows else self.last
        return bool(rows)


def follow(reader: CursorReader, connection: Connection, writing: threading.Event) -> None:
    reader.start(connection)
    while writing.is_set():
        if not reader.step(connection):
            time.sleep(0.002)
    while reader.step(connection):
        pass


def write(connection: Connection, table: sql.Identifier, things: list[str], seed: int, done: Notes) -> None:
    """Random transactions; what a transaction has made of what is written down once it is committed."""
    rng = random.Random(seed)
    insert = sql.SQL("insert into {} (note) values (%s) returning id::text, version").format(table)
    update = sql.SQL("update {} set note = %s where id = %s returning id::text, version").format(table)
    for _ in range(TRANSACTIONS):
        mine: Notes = {}
        committed = False
        with connection.transaction():
            for thing in sorted(rng.sample(things, rng.randint(1, 3))):  # all in one order: no deadlocks
                note = str(rng.random())
                with connection.transaction():  # a savepoint; the log carries the id of the whole transaction
                    new = rng.random() < 0.2
                    row = connection.execute(insert if new else update, (note,) if new else (note, thing)).fetchone()
                    if rng.random() < 0.1:
                        raise psycopg.Rollback
                    assert row
                    mine[row[0], row[1]] = note
                time.sleep(rng.random() * 0.004)
            time.sleep(rng.choice([0, 0, 0.002, 0.02]))
            if rng.random() < 0.1:
                raise psycopg.Rollback
            committed = True
        if committed:
            done.update(mine)


def faults(reader: CursorReader, expected: set[tuple[str, int]], notes: Notes) -> list[str]:
    """What is wrong with what a reader has seen."""
    seen = Counter((event.thing, event.version) for event in reader.seen)
    found = [f"twice: {key}" for key, times in seen.items() if times > 1]
    found += [f"missed: {key}" for key in expected - seen.keys()]
    found += [f"unasked: {key}" for key in seen.keys() - expected]
    latest: dict[str, int] = {}
    for event in reader.seen:
        if event.version <= latest.get(event.thing, 0):
            found.append(f"out of order: {event}")
        latest[event.thing] = event.version
        if event.new != notes.get((event.thing, event.version)):
            found.append(f"wrong values after: {event}")
        if event.old != notes.get((event.thing, event.version - 1)):
            found.append(f"wrong values before: {event}")
    return found


@pytest.fixture
def judge(connect: Connect, db: Connection, tenant: str) -> Callable[[list[CursorReader]], list[list[str]]]:
    """Let the readers follow the writers to the end; the faults of each."""
    db.execute("select thing.migrate(%s, %s)", (tenant, CLASS))
    table, log = sql.Identifier(f"tenant_{tenant}", "tc_note"), sql.Identifier(f"tenant_{tenant}", "change_log")

    first = sql.SQL("insert into {} (note) select 'first' from generate_series(1, %s) returning id::text")

    def judge(readers: list[CursorReader]) -> list[list[str]]:
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        notes: Notes = {(row[0], 1): "first" for row in db.execute(first.format(table), (THINGS,))}
        things = [thing for thing, _ in notes]
        writing = threading.Event()
        writing.set()
        failures: list[Exception] = []

        def start(work: Callable[..., None], *arguments: Any) -> threading.Thread:
            def guarded() -> None:
                try:
                    work(*arguments)
                except Exception as error:
                    failures.append(error)

            thread = threading.Thread(target=guarded)
            thread.start()
            return thread

        done: list[Notes] = [{} for _ in range(WRITERS)]
        writers = [start(write, connect(), table, things, seed + n, done[n]) for n in range(WRITERS)]
        followers = [start(follow, reader, connect(tenant), writing) for reader in readers]
        for thread in writers:
            thread.join()
        writing.clear()
        for thread in followers:
            thread.join()
        assert not failures, failures
        for made in done:
            notes |= made

        def logged(since: str) -> set[tuple[str, int]]:
            query = sql.SQL(
                "select thing_id::text, version from {}"
                " where operation <> 'schema' and not pg_visible_in_snapshot(xid, %s)"
            ).format(log)
            return {(row[0], row[1]) for row in db.execute(query, (since,))}

        assert logged("1:1:") == notes.keys()
        return [faults(reader, logged(reader.since), notes) for reader in readers]

    return judge


def test_every_change_once_and_in_order(judge: Callable[..., list[list[str]]], tenant: str) -> None:
    """From the beginning, and from snapshots taken while transactions are under way."""
    readers = [
        CursorReader(tenant, seed, starts_after) for seed, starts_after in enumerate([None, None, 0.0, 0.1, 0.3])
    ]
    readers += [EventReader(tenant, seed, starts_after) for seed, starts_after in enumerate([None, 0.0, 0.2])]
    assert judge(readers) == [[]] * 8
    assert all(reader.seen for reader in readers)


def test_a_reader_by_seq_loses_changes(judge: Callable[..., list[list[str]]], tenant: str) -> None:
    """The judgement can fail: it finds out the reader that everybody writes first."""
    (found,) = judge([SeqReader(tenant, 0)])
    assert any(fault.startswith("missed") for fault in found)


def test_a_cursor_is_of_the_moment_of_its_statement(tenant: str, connect: Connect) -> None:
    """What is committed while the statement runs is not in the state that it reads, and comes after its cursor."""
    reader, writer = connect(), connect()
    for each in (reader, writer):
        each.autocommit = True
        each.execute(f"set search_path = tenant_{tenant}, public")
    writer.execute("select thing.migrate(%s, %s::jsonb)", (tenant, CLASS))
    sent: list[tuple[Any, ...]] = []

    def read() -> None:
        text = "select (select count(*) from tc_note), pg_sleep(1), thing.change_cursor(%s)"
        sent.extend(reader.execute(text, (tenant,)).fetchall())

    reading = threading.Thread(target=read)
    reading.start()
    sleeping = "select exists (select from pg_stat_activity where wait_event = 'PgSleep' and pid = %s)"
    while writer.execute(sleeping, (reader.info.backend_pid,)).fetchone() != (True,):
        assert reading.is_alive()
    writer.execute("insert into tc_note (note) values ('meanwhile')")
    reading.join()
    ((count, _, cursor),) = sent
    assert count == 0
    after = writer.execute("select operation, new ->> 'note' from thing.read_changes(%s, %s)", (tenant, cursor))
    assert after.fetchall() == [("insert", "meanwhile")]
