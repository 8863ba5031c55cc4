"""Writers that go on whatever breaks, and know what was acknowledged: by SQL in transactions short and long, and by the API.

Every row that is made or changed gets a number of its own, `n`. An API write has an Idempotency-Key, and is sent again with it
until it is answered. A transaction whose COMMIT was not answered is left as it is: it may have happened or not.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg

from bench.support.contenders import Contender
from bench.support.writing import ByAPI

TOPICS, LEVELS = 10, 10
THINGS = 3_000  # about so many there are
SHORT, LONG, API = 3, 8, 8  # writers of each kind
PAUSE_SECONDS = 0.1  # of those with short transactions, at most
ROWS, ROWS_HELD = 12, 3  # of a statement, at most; others may wait for what is held
STATEMENTS = 3  # of a transaction, at most
LONGEST_SECONDS = 5.0  # that a long transaction is held open
AGAIN_SECONDS = (0.05, 0.4)
CLASS = [
    {"op": "create_class", "class": "Item", "fields": [
        {"name": "n", "type": "integer"}, {"name": "topic", "type": "integer"}, {"name": "level", "type": "integer"}]},
]  # fmt: skip
TABLE = "tenant_{tenant}.tc_item"
INSERT = "insert into {table} (n, topic, level) select * from unnest(%s::integer[], %s::integer[], %s::integer[]) returning id::text"
LOCK = "select id::text from {table} where id = any (%s::uuid[]) for update skip locked"
UPDATE = "update {table} t set n = u.n, level = u.level from unnest(%s::uuid[], %s::integer[], %s::integer[]) u (id, n, level) where t.id = u.id"
DELETE = "delete from {table} where id = any (%s::uuid[])"
CREATE = "mutation ($n: Int, $topic: Int, $level: Int) { item: createItem(input: {n: $n, topic: $topic, level: $level}) { id } }"
CHANGE = "mutation ($id: ID!, $n: Int, $level: Int) { item: updateItem(id: $id, input: {n: $n, level: $level}) { id } }"
REMOVE = "mutation ($id: ID!) { item: deleteItem(id: $id) { id } }"
GONE = "UNKNOWN_THING"  # the code of a write to a thing that is not there any more


@dataclass(slots=True)
class Truth:
    """numbers: of rows whose transaction was acknowledged. deleted: things likewise. undone: numbers that cannot be in the log."""

    numbers: set[int] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    undone: set[int] = field(default_factory=set)
    by_api: int = 0  # of the acknowledged writes
    broken: Counter[str] = field(default_factory=Counter)  # attempts, by what was said
    writes: int = 0  # acknowledged
    held: int = 0  # transactions that were held open


@dataclass(slots=True)
class Doing:
    """What one transaction has done so far."""

    numbers: set[int] = field(default_factory=set)
    made: list[str] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)

    @property
    def writes(self) -> int:
        return len(self.numbers) + len(self.deleted)


class Churn:
    """Until so many writes are acknowledged, and then until it may end. apis: gives the processes as they are now."""

    def __init__(self, url: str, tenant: str, apis: Callable[[], list[Contender]], writes: int) -> None:
        self.truth = Truth()
        self.may_end = False
        self.resting = False  # nothing new is begun
        self._url, self._apis, self._writes = url, apis, writes
        table = TABLE.format(tenant=tenant)
        self._sql = {name: text.format(table=table).encode() for name, text in
                     (("insert", INSERT), ("lock", LOCK), ("update", UPDATE), ("delete", DELETE))}  # fmt: skip
        self._things: dict[str, None] = {}
        self._number = 0
        self._chance = random.Random(11)

    @property
    def over(self) -> bool:
        return self.may_end and self.truth.writes >= self._writes

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(SHORT + LONG):
                group.create_task(self._by_sql(held=number >= SHORT))
            for _ in range(API):
                group.create_task(self._by_api())

    async def _rest(self, seconds: float = 0) -> None:
        await asyncio.sleep(seconds)
        while self.resting:  # noqa: ASYNC110 - now and then, for a moment
            await asyncio.sleep(0.01)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _some(self, many: int) -> list[str]:
        """Ids of things that were there a moment ago."""
        things = list(self._things)
        return self._chance.sample(things, min(many, len(things)))

    # --- SQL ------------------------------------------------------------------------------------------------------

    async def _by_sql(self, held: bool) -> None:
        connection: psycopg.AsyncConnection[Any] | None = None
        while not self.over:
            try:
                if connection is None:
                    connection = await psycopg.AsyncConnection.connect(self._url, connect_timeout=5)
                await self._transaction(connection, held)
                await self._rest(0 if held else self._chance.uniform(0, PAUSE_SECONDS))
            except psycopg.Error as error:
                self.truth.broken[f"SQL {error.sqlstate or type(error).__name__}"] += 1
                if connection is not None:
                    await connection.close()
                connection = None
                await asyncio.sleep(self._chance.uniform(*AGAIN_SECONDS))
        if connection is not None:
            await connection.close()

    async def _transaction(self, connection: "psycopg.AsyncConnection[Any]", held: bool) -> None:
        doing, truth = Doing(), self.truth
        try:
            for _ in range(self._chance.randint(1, STATEMENTS)):
                await self._statement(connection, doing, ROWS_HELD if held else ROWS)
            if held:
                truth.held += 1
                await asyncio.sleep(self._chance.uniform(0, LONGEST_SECONDS))
            if self._chance.random() < 0.03:
                await connection.rollback()
                truth.undone |= doing.numbers
                self._things.update(dict.fromkeys(doing.deleted))
                return
        except psycopg.Error:
            truth.undone |= doing.numbers  # no COMMIT was sent
            self._things.update(dict.fromkeys(doing.deleted))
            raise
        await connection.commit()
        truth.numbers |= doing.numbers
        truth.deleted |= doing.deleted
        truth.writes += doing.writes
        self._things.update(dict.fromkeys(doing.made))

    async def _statement(self, connection: "psycopg.AsyncConnection[Any]", doing: Doing, most: int) -> None:
        chance, kind, rows = self._chance, self._kind(), self._chance.randint(1, most)
        if kind == "create":
            numbers = [self._next() for _ in range(rows)]
            topics, levels = ([chance.randrange(of) for _ in numbers] for of in (TOPICS, LEVELS))
            doing.numbers.update(numbers)
            asked = await connection.execute(self._sql["insert"], (numbers, topics, levels))
            doing.made += [row[0] for row in await asked.fetchall()]
            return
        asked = await connection.execute(self._sql["lock"], (self._some(rows),))
        ids = [row[0] for row in await asked.fetchall() if row[0] not in doing.deleted]
        if kind == "update":
            numbers = [self._next() for _ in ids]
            doing.numbers.update(numbers)
            await connection.execute(self._sql["update"], (ids, numbers, [chance.randrange(LEVELS) for _ in ids]))
        else:
            for thing in ids:
                self._things.pop(thing, None)
            doing.deleted.update(ids)
            await connection.execute(self._sql["delete"], (ids,))

    def _kind(self) -> str:
        if len(self._things) < THINGS / 2:
            return "create"
        creates = 0.25 if len(self._things) < THINGS else 0.15
        return self._chance.choices(("create", "update", "delete"), (creates, 0.6, 0.2))[0]

    # --- the API --------------------------------------------------------------------------------------------------

    async def _by_api(self) -> None:
        connection: ByAPI | None = None
        while not self.over:
            kind, key, number = self._kind(), str(uuid4()), self._next()
            topic, level = self._chance.randrange(TOPICS), self._chance.randrange(LEVELS)
            thing = "" if kind == "create" else self._some(1)[0]
            query, variables = {
                "create": (CREATE, {"n": number, "topic": topic, "level": level}),
                "update": (CHANGE, {"id": thing, "n": number, "level": level}),
                "delete": (REMOVE, {"id": thing}),
            }[kind]
            body = json.dumps({"query": query, "variables": variables}).encode()
            await self._rest()
            if kind == "delete":
                self._things.pop(thing, None)
            while True:
                try:
                    if connection is None:
                        connection = await ByAPI.connect(self._chance.choice(self._apis()))
                    async with asyncio.timeout(30):
                        status, answer = await connection.ask(body, f"idempotency-key: {key}\r\n")
                except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
                    self.truth.broken[f"API {type(error).__name__}"] += 1
                    if connection is not None:
                        connection.close()
                    connection = None
                    await asyncio.sleep(self._chance.uniform(*AGAIN_SECONDS))
                    continue
                found = json.loads(answer)
                if self._settled(kind, number, thing, status, found):
                    break
                await asyncio.sleep(self._chance.uniform(*AGAIN_SECONDS))
        if connection is not None:
            connection.close()

    def _settled(self, kind: str, number: int, thing: str, status: int, found: dict[str, Any]) -> bool:
        """Was that the last word?"""
        truth = self.truth
        if "errors" in found:
            code = found["errors"][0]["extensions"]["code"]
            truth.broken[f"API {status} {code}"] += 1
            if code != GONE:
                return False
            truth.undone.add(number)
            return True
        made = found["data"]["item"]
        if made is None:  # the thing has gone
            truth.undone.add(number)
        elif kind == "delete":
            truth.deleted.add(thing)
        else:
            truth.numbers.add(number)
            if kind == "create":
                self._things[made["id"]] = None
        truth.writes += made is not None
        truth.by_api += made is not None
        return True
