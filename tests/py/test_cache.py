"""The cache with a real Valkey, and with one that is missing, flushed, hanging, or full of other people's words."""

import asyncio
import contextlib
import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
import redis

from py_api import cache as module
from py_api.cache import Cache

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine is not what most of these are about."""
    monkeypatch.setattr(module, "ANSWER_SECONDS", 10.0)
    monkeypatch.setattr(module, "WAITING_SECONDS", 10.0)


def run(url: str | None, work: Callable[[Cache], Awaitable[None]]) -> None:
    async def main() -> None:
        cache = Cache(url)
        try:
            await work(cache)
        finally:
            await cache.close()

    asyncio.run(main())


class Maker:
    def __init__(self, value: bytes = b"made", seconds: float = 0.0) -> None:
        self.value = value
        self.seconds = seconds
        self.calls = 0

    async def __call__(self) -> bytes:
        self.calls += 1
        await asyncio.sleep(self.seconds)
        return self.value


@pytest.mark.parametrize("size", [0, 10, 5_000, 200_000])
def test_what_is_put_is_got(redis_url: str, size: int) -> None:
    value = os.urandom(size // 2) + b"x" * (size - size // 2)

    async def work(cache: Cache) -> None:
        assert await cache.get(f"size:{size}") is None
        await cache.put(f"size:{size}", value, 60)
        assert await cache.get(f"size:{size}") == value

    run(redis_url, work)
    with redis.Redis.from_url(redis_url) as direct:
        key = f"thingbase:1:size:{size}"
        assert 0 < direct.ttl(key) <= 60
        if size > 4096:
            assert direct.strlen(key) < size * 0.6, "large values are compressed"


def test_values_end(redis_url: str) -> None:
    async def work(cache: Cache) -> None:
        await cache.put("short", b"1", 0.05)
        await asyncio.sleep(0.1)
        assert await cache.get("short") is None

    run(redis_url, work)


def test_one_makes_it_for_all(redis_url: str) -> None:
    make = Maker(seconds=0.1)

    async def work(cache: Cache) -> None:
        other = Cache(redis_url)
        values = await asyncio.gather(*(c.single("one", make, 60) for c in (cache, other) for _ in range(20)))
        assert set(values) == {b"made"}
        assert make.calls == 1
        assert await cache.single("one", make, 60) == b"made"
        assert make.calls == 1
        await other.close()

    run(redis_url, work)


def test_a_failure_goes_to_all_who_wait_and_is_not_kept(redis_url: str) -> None:
    calls = 0

    async def fail() -> bytes:
        nonlocal calls
        calls += 1
        await asyncio.sleep(0.01)
        raise LookupError("no")

    async def work(cache: Cache) -> None:
        results = await asyncio.gather(*(cache.single("bad", fail, 60) for _ in range(5)), return_exceptions=True)
        assert [type(r) for r in results] == [LookupError] * 5
        assert calls == 1
        started = time.monotonic()
        assert await cache.single("bad", Maker(), 60) == b"made"
        assert time.monotonic() - started < module.WAITING_SECONDS, "the lock is gone"

    run(redis_url, work)


def test_who_gives_up_leaves_the_others_their_value(redis_url: str) -> None:
    async def work(cache: Cache) -> None:
        make = Maker(seconds=0.1)
        first = asyncio.create_task(cache.single("given up", make, 60))
        second = asyncio.create_task(cache.single("given up", make, 60))
        await asyncio.sleep(0.02)
        first.cancel()
        assert await second == b"made"
        assert make.calls == 1

    run(redis_url, work)


def test_a_maker_that_died_is_waited_for_only_so_long(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITING_SECONDS", 0.2)
    with redis.Redis.from_url(redis_url) as direct:
        direct.set("thingbase:1:lock:dead", "somebody", px=60_000)

    async def work(cache: Cache) -> None:
        started = time.monotonic()
        assert await cache.single("dead", Maker(), 60) == b"made"
        assert time.monotonic() - started < 20

    run(redis_url, work)
    with redis.Redis.from_url(redis_url) as direct:
        assert direct.get("thingbase:1:lock:dead") == b"somebody", "another's lock is left alone"


def test_flushed(redis_url: str) -> None:
    async def work(cache: Cache) -> None:
        make = Maker()
        await cache.single("flushed", make, 60)
        with redis.Redis.from_url(redis_url) as direct:
            direct.flushall()
        assert await cache.single("flushed", make, 60) == b"made"
        assert make.calls == 2

    run(redis_url, work)


@pytest.mark.parametrize("value", [b"", b"nonsense", b"z\x00\x01broken", b"\xff"])
def test_words_of_others(redis_url: str, value: bytes) -> None:
    with redis.Redis.from_url(redis_url) as direct:
        direct.set("thingbase:1:odd", value)

    async def work(cache: Cache) -> None:
        assert await cache.get("odd") is None
        assert await cache.single("odd", Maker(), 60) == b"made"
        assert await cache.get("odd") == b"made"

    run(redis_url, work)


@contextlib.contextmanager
def hanging() -> Iterator[str]:
    """A server that accepts and never answers."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    held.append(listening.accept()[0])

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)
    for each in held:
        each.close()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_hanging_redis_delays_the_first_and_breaks_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.25)
    monkeypatch.setattr(module, "PAUSE_SECONDS", 60.0)
    make = Maker()

    async def work(cache: Cache) -> None:
        started = time.monotonic()
        assert await cache.single("hang", make, 60) == b"made"
        assert time.monotonic() - started < 5
        started = time.monotonic()
        for number in range(100):
            assert await cache.single(f"hang{number}", make, 60) == b"made"
            assert await cache.get("hang") is None
            await cache.put("hang", b"1", 60)
        assert time.monotonic() - started < 5, "it is left alone for a while"

    with hanging() as url:
        run(url, work)


def test_a_redis_that_comes_back_is_used_again(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.25)
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.1)

    async def work(cache: Cache) -> None:
        await cache.put("back", b"1", 60)
        with redis.Redis.from_url(redis_url) as direct:
            direct.client_pause(600)
        assert await cache.get("back") is None
        async with asyncio.timeout(60):
            while await cache.get("back") != b"1":
                await asyncio.sleep(0.2)
                await cache.put("back", b"1", 60)

    run(redis_url, work)


@pytest.mark.parametrize("url", [None, "redis://127.0.0.1:1/0", "redis://:wrong@{}/0"])
def test_no_redis_is_no_obstacle(redis_url: str, url: str | None) -> None:
    make = Maker()

    async def work(cache: Cache) -> None:
        values = await asyncio.gather(*(cache.single("none", make, 60) for _ in range(5)))
        assert values == [b"made"] * 5
        assert make.calls == 1, "one process still makes it once"
        assert await cache.get("none") is None

    run(url and url.format(redis_url.rpartition("@")[2].removesuffix("/0")), work)
