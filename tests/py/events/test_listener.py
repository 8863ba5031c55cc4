"""The listener on the real server: hears of migrations at once, connects again when it is cut off, and says so."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from py_api.database.connection import Connection, open_connection
from py_api.events import listener as module
from py_api.events.listener import Listener
from tests.support import servers
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.once


class Heard:
    def __init__(self) -> None:
        self.said: list[tuple[str, int] | str] = []
        self.times: list[float] = []

    def schema_changed(self, tenant: str, version: int) -> None:
        self.said.append((tenant, version))
        self.times.append(time.monotonic())

    def listener_lost(self, _server: str | None) -> None:
        self.said.append("lost")

    def listener_back(self, _server: str | None) -> None:
        self.said.append("back")

    async def until(self, done: Callable[[], bool], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not done():  # noqa: ASYNC110
                await asyncio.sleep(0.005)


def run(url: str, work: Callable[[Heard], Awaitable[None]]) -> None:
    async def main() -> None:
        heard = Heard()
        task = asyncio.create_task(Listener(url, heard).run())
        try:
            await work(heard)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    asyncio.run(main())


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the listener has said, and nobody else."""
    return [record.getMessage() for record in caplog.records if record.name == "thingbase.listener"]


def change(db: psycopg.Connection[Any], tenant: str, name: str) -> None:
    db.execute("select thing.create_class(%s, %s)", (tenant, name))


def test_a_migration_is_heard_of_at_once(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> None:
    async def work(heard: Heard) -> None:
        await heard.until(lambda: heard.said == ["back"])
        for number in (1, 2):
            await asyncio.to_thread(change, db, tenant, f"Class{number}")
            committed = time.monotonic()
            await heard.until(lambda number=number: (tenant, number) in heard.said)  # type: ignore[misc]
            assert heard.times[-1] - committed < 0.5

    run(servers.asyncpg_url(server.url), work)


def test_a_burst_is_told_once(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> None:
    async def work(heard: Heard) -> None:
        await heard.until(lambda: bool(heard.said))
        channel = db.execute("select channel from thing.installation").fetchone()
        assert channel is not None
        payloads = [f'{{"tenant": "{tenant}", "schemaVersion": {n}}}' for n in (3, 7, 5)]
        odd = ["nonsense", "[]", '{"schemaVersion": 1}', f'{{"tenant": "{tenant}"}}']
        with db.transaction():
            for payload in [*odd, *payloads]:
                db.execute("select pg_notify(%s, %s)", (channel[0], payload))
        await heard.until(lambda: len(heard.said) > 1)
        await asyncio.sleep(0.1)
        assert heard.said == ["back", (tenant, 7)]

    run(servers.asyncpg_url(server.url), work)


def cut(db: psycopg.Connection[Any]) -> None:
    db.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'thingbase listener'")


def test_a_listener_that_is_cut_off_comes_back(
    server: servers.Server, tenant: str, db: psycopg.Connection[Any]
) -> None:
    async def work(heard: Heard) -> None:
        await heard.until(lambda: heard.said == ["back"])
        for times in (1, 2, 3):
            cut(db)
            await heard.until(lambda times=times: heard.said == ["back", *(["lost", "back"] * times)])  # type: ignore[misc]
        await asyncio.to_thread(change, db, tenant, "After")
        await heard.until(lambda: (tenant, 1) in heard.said)

    run(servers.asyncpg_url(server.url), work)


def test_a_server_that_is_away_is_waited_for(server: servers.Server) -> None:
    async def work(heard: Heard) -> None:
        await asyncio.sleep(0.3)
        assert heard.said == [], "never there, so never lost"

    run("postgresql://nobody:x@127.0.0.1:1/none", work)


def test_an_outage_is_told_once_with_its_reason_and_when_it_is_over(
    server: servers.Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.1)

    async def none(*_: Any, **__: Any) -> Any:
        raise TimeoutError

    async def work(heard: Heard) -> None:
        await asyncio.sleep(1)  # many tries
        assert len(told(caplog)) == 1
        monkeypatch.setattr(module, "open_connection", open_connection)
        await heard.until(lambda: heard.said == ["back"])

    monkeypatch.setattr(module, "open_connection", none)
    with caplog.at_level(logging.INFO, "thingbase.listener"):
        run(servers.asyncpg_url(server.url), work)
    began, ended = told(caplog)
    assert began.startswith("notifications of the database are not heard (TimeoutError): ")
    assert re.fullmatch(r"it is over, after \d+\.\d s: notifications of the database are not heard", ended)


def test_who_hears_nothing_is_not_listening(
    server: servers.Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As through a pooler that gives each transaction another connection."""
    monkeypatch.setattr(module, "BEAT_HEARD_SECONDS", 0.3)

    async def taken(self: Connection, channel: str, heard: Any, lost: Any) -> None:
        pass

    async def work(heard: Heard) -> None:
        await heard.until(lambda: len(told(caplog)) > 0)
        assert heard.said == []

    monkeypatch.setattr(Connection, "listen", taken)
    with caplog.at_level(logging.INFO, "thingbase.listener"):
        run(servers.asyncpg_url(server.url), work)
    assert "did not come" in told(caplog)[0]


def test_what_goes_deaf_is_found_out(server: servers.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(module, "BEAT_HEARD_SECONDS", 2.0)  # a machine that does other things is slow
    listening: list[Connection] = []
    listen = Connection.listen

    async def kept(self: Connection, *arguments: Any) -> None:
        listening.append(self)
        await listen(self, *arguments)

    async def work(heard: Heard) -> None:
        await heard.until(lambda: heard.said == ["back"])
        await listening[0].execute("unlisten *")
        await heard.until(lambda: heard.said == ["back", "lost", "back"])

    monkeypatch.setattr(Connection, "listen", kept)
    run(servers.asyncpg_url(server.url), work)


def test_a_connection_that_is_dead_without_having_ended_is_found_out(server: servers.Server, monkeypatch: Any) -> None:
    """A proxy between us that passes nothing on any more: no end of the connection is ever seen."""
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.2)
    monkeypatch.setattr(module, "BEAT_HEARD_SECONDS", 2.0)
    parts = psycopg.conninfo.conninfo_to_dict(server.url)
    passing = True
    writers: list[asyncio.StreamWriter] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if passing:
                writer.write(data)

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(str(parts["host"]), int(str(parts["port"])))
        writers.extend((writer, back))
        await asyncio.gather(pump(reader, back), pump(there, writer))

    async def main() -> None:
        nonlocal passing
        listening = await asyncio.start_server(proxy, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        heard = Heard()
        url = servers.asyncpg_url(server.url).replace(f":{parts['port']}/", f":{port}/")
        task = asyncio.create_task(Listener(url, heard).run())
        await heard.until(lambda: heard.said == ["back"])
        passing = False
        await heard.until(lambda: "lost" in heard.said)
        passing = True
        await heard.until(lambda: heard.said[-1] == "back")
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        listening.close()
        for writer in writers:
            writer.close()
        await asyncio.sleep(0.1)

    asyncio.run(main())
