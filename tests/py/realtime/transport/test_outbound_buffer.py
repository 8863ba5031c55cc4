"""What goes out, when, and in how many writes."""

import asyncio
from typing import Any, cast

import pytest

from py_api.http import outbound_buffer
from py_api.http.outbound_buffer import HIGH, FlushScheduler, OutboundBuffer

pytestmark = pytest.mark.once


class Transport:
    """Keeps what is written; so many bytes wait as are said."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.waiting = 0

    def write(self, data: bytes) -> None:
        self.writes.append(data)

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def set_write_buffer_limits(self, high: int, low: int) -> None: ...

    def get_extra_info(self, _name: str) -> Any:
        return self

    def setsockopt(self, *_option: int) -> None: ...


class Client(OutboundBuffer):
    def __init__(self, turn: FlushScheduler, limit: int = 1_000_000) -> None:
        self.plain = Transport()
        self.reasons: list[str] = []
        super().__init__(cast("asyncio.Transport", self.plain), turn, limit, 5.0, self.reasons.append)


def test_what_a_turn_of_the_loop_has_goes_out_at_once() -> None:
    async def go() -> None:
        turn = FlushScheduler()
        one, other = Client(turn), Client(turn)
        for text in (b"a", b"b", b"c"):
            one.add(text)
        other.add(b"x")
        assert one.plain.writes == other.plain.writes == []
        await asyncio.sleep(0)
        assert (one.plain.writes, other.plain.writes) == ([b"abc"], [b"x"])
        one.add(b"d")
        await asyncio.sleep(0)
        assert one.plain.writes[1:] == [b"d"]
        assert one.written == 4

    asyncio.run(go())


def test_what_is_written_at_once_does_not_overtake() -> None:
    async def go() -> None:
        client = Client(FlushScheduler())
        client.add(b"a")
        client.write(b"b")
        await asyncio.sleep(0)
        client.add(b"x" * HIGH)
        client.add(b"y")  # that is enough for one write
        assert client.plain.writes == [b"a", b"b", b"x" * HIGH + b"y"]
        client.add(b"z")
        await client.ready()
        assert client.plain.writes[-1] == b"z"
        client.add(b"never")
        client.close()
        client.add(b"never")
        client.write(b"never")
        await asyncio.sleep(0)
        assert client.plain.writes[-1] == b"z"

    asyncio.run(go())


def test_bounds() -> None:
    async def go() -> None:
        client = Client(FlushScheduler(), limit=100)
        client.write(b"x" * 5_000)  # one answer may be larger
        client.plain.waiting = 5_000
        client.pause()
        client.write(b"x" * 100)
        assert client.reasons == []
        client.plain.waiting = 5_100
        client.write(b"x")
        assert len(client.reasons) == 1
        client.plain.waiting = 0
        client.resume()
        client.write(b"x")
        client.pause()
        client.plain.waiting = 60
        client.write(b"x" * 41)
        assert len(client.reasons) == 2, "the bound is the usual one again"

    asyncio.run(go())


def test_many_wait_for_room() -> None:
    async def go() -> None:
        client = Client(FlushScheduler())
        client.pause()
        waiting = [asyncio.create_task(client.ready()) for _ in range(3)]
        await asyncio.sleep(0.01)
        assert not any(task.done() for task in waiting)
        waiting[0].cancel()
        await asyncio.sleep(0)
        client.resume()
        await asyncio.gather(*waiting[1:])
        client.pause()
        last = asyncio.create_task(client.ready())
        await asyncio.sleep(0)
        client.close()
        await last

    asyncio.run(go())


def test_what_waits_for_all_clients_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound_buffer, "ALL_WAITING", 3 * HIGH)

    async def go() -> None:
        turn = FlushScheduler()
        clients = [Client(turn) for _ in range(3)]
        for each in clients:
            each.pause()
            each.plain.waiting = HIGH
            each.write(b"x")
        assert [bool(each.reasons) for each in clients] == [False, False, True]
        clients[2].close()
        assert turn.waiting == 2 * (HIGH + 1)
        clients[0].resume()
        clients[1].write(b"x")
        assert not clients[1].reasons
        clients[1].close()
        assert turn.waiting == 0

    asyncio.run(go())


def test_writing_to_many_lets_others_come_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound_buffer, "TURN_SECONDS", 0.0)

    async def go() -> None:
        turn = FlushScheduler()
        clients = [Client(turn) for _ in range(3)]
        for each in clients:
            each.add(b"x")
        await asyncio.sleep(0)
        assert [len(each.plain.writes) for each in clients] == [1, 0, 0]
        for _ in range(3):
            await asyncio.sleep(0)
        assert [len(each.plain.writes) for each in clients] == [1, 1, 1]

    asyncio.run(go())
