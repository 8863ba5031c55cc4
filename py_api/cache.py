"""What is derived and dear to make, shared by all server processes: the one module that knows Redis.

Nothing here is needed: a Redis that is missing, flushed or hanging means that things are computed again; it is asked
again only every few seconds. Values are compressed when large, and have an end.
"""

import asyncio
import logging
import secrets
import time
import zlib
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import NamedTuple

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from py_api.background import BackgroundTasks
from py_api.logs import Outage
from py_api.single_flight import SingleFlight

PREFIX = "thingbase:1:"
ANSWER_SECONDS = 0.25  # for any answer of Redis
PAUSE_SECONDS = 5.0  # between two tries, once it did not answer
MAKING_SECONDS = 10.0  # how long another process is believed to be at work on a value
WAITING_SECONDS = 2.0  # how long that is waited for, before the value is made here as well
LARGE, PROMPT, LARGEST = 4 * 1024, 1024 * 1024, 64 * 1024 * 1024  # packed; kept before it is answered; kept at all
_PLAIN, _PACKED = b"p", b"z"
# Only the holder of the lock takes it away.
_UNLOCK = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
# Of each bucket (Bucket): a field of the hash has what it holds; `at`, when that was.
_TAKE = """
local now = redis.call('time')
now = now[1] + now[2] / 1000000
local kept = redis.call('hgetall', KEYS[1])
local state = {}
for i = 1, #kept, 2 do state[kept[i]] = tonumber(kept[i + 1]) end
local passed = math.max(now - (state['at'] or now), 0)
local levels = {}
for i = 1, (#ARGV - 1) / 4 do
    local rate, size = tonumber(ARGV[i * 4 - 2]), tonumber(ARGV[i * 4 - 1])
    local level = math.min((state[tostring(i)] or size) - tonumber(ARGV[i * 4]) + passed * rate, size)
    levels[i] = string.format('%.6f', math.max(level, -tonumber(ARGV[i * 4 + 1])))
    redis.call('hset', KEYS[1], i, levels[i])
end
redis.call('hset', KEYS[1], 'at', string.format('%.6f', now))
redis.call('pexpire', KEYS[1], ARGV[1])
return levels
"""

_log = logging.getLogger("thingbase.cache")


class Bucket(NamedTuple):
    """rate: what flows in, a second; size: what it holds at most; taken: from it now; debt: it never owes more."""

    rate: float
    size: float
    taken: float
    debt: float


class Cache:
    """url None: there is no Redis, and every process keeps to itself."""

    def __init__(self, url: str | None) -> None:
        self._redis = url and Redis.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
            max_connections=64,
            client_name="thingbase",
        )
        self._taking = self._redis.register_script(_TAKE) if self._redis else None
        self._silent_until = 0.0
        self._outage = Outage(_log, "Redis does not answer", "each process keeps its own cache meanwhile")
        self._making: SingleFlight[str, bytes] = SingleFlight()
        self._keeping = BackgroundTasks()

    async def get(self, key: str) -> bytes | None:
        if not self._redis:
            return None
        packed = await self._ask(self._redis.get(PREFIX + key))
        if not isinstance(packed, bytes):
            return None
        try:
            return await _unpacked(packed)
        except (ValueError, zlib.error):  # not of ours: computed again, and overwritten
            return None

    async def put(self, key: str, value: bytes, seconds: float) -> None:
        if self._redis and len(value) <= LARGEST and self._answers:
            packed = await _packed(value)
            await self._ask(self._redis.set(PREFIX + key, packed, px=max(int(seconds * 1000), 1)))

    def keep(self, key: str, value: bytes, seconds: float) -> None:
        """put, for which no one waits."""
        if self._redis:
            self._keeping.start(self.put(key, value, seconds))

    async def single(self, key: str, make: Callable[[], Awaitable[bytes]], seconds: float) -> bytes:
        """The value of key, made by the first to ask, of all tasks and processes. make's errors reach all of them."""
        return await self._making.run(key, lambda: self._single(key, make, seconds))

    async def take(self, key: str, buckets: Iterable[Bucket], seconds: float) -> list[float] | None:
        """Take from buckets that all processes share; what is left in each, below zero where it owes.

        None: there is no Redis, or it does not answer. A bucket that no one took from for so many seconds is full.
        """
        if self._taking is None:
            return None
        numbers = [str(number) for bucket in buckets for number in bucket]
        levels = await self._ask(self._taking(keys=[PREFIX + key], args=[int(seconds * 1000), *numbers]))
        return [float(level) for level in levels] if isinstance(levels, list) else None

    async def close(self) -> None:
        self._keeping.cancel()
        if self._redis:
            with suppress(RedisError, OSError, TimeoutError):
                await self._redis.aclose()

    @property
    def shared(self) -> bool:
        """Whether there is a Redis."""
        return bool(self._redis)

    @property
    def _answers(self) -> bool:
        return time.monotonic() >= self._silent_until

    async def _single(self, key: str, make: Callable[[], Awaitable[bytes]], seconds: float) -> bytes:
        if (kept := await self.get(key)) is not None:
            return kept
        lock, token = f"{PREFIX}lock:{key}", secrets.token_hex(8)
        held = False
        if self._redis and self._answers:
            held = bool(await self._ask(self._redis.set(lock, token, nx=True, px=int(MAKING_SECONDS * 1000))))
            if not held and (made := await self._made_elsewhere(key)) is not None:
                return made
        try:
            value = await make()
        except BaseException:
            await self._keep(key, None, seconds, lock, token if held else "")
            raise
        keeping = self._keep(key, value, seconds, lock, token if held else "")
        if len(value) <= PROMPT:
            await keeping
        else:  # packing takes a while, which who asked need not wait for
            self._keeping.start(keeping)
        return value

    async def _keep(self, key: str, value: bytes | None, seconds: float, lock: str, token: str) -> None:
        """Put what was made, and let the others go on."""
        if value is not None:
            await self.put(key, value, seconds)
        if token and self._redis:
            await self._ask(self._redis.eval(_UNLOCK, 1, lock, token))

    async def _made_elsewhere(self, key: str) -> bytes | None:
        end, pause = time.monotonic() + WAITING_SECONDS, 0.01
        while self._answers and time.monotonic() < end:
            await asyncio.sleep(pause)
            if (value := await self.get(key)) is not None:
                return value
            pause = min(pause * 1.5, 0.1)
        return None

    async def _ask(self, question: object) -> object:
        """Redis's answer, or None when it gives none in time; then it is left alone for a while."""
        if not isinstance(question, Awaitable):
            return None
        if not self._answers:
            if asyncio.iscoroutine(question):
                question.close()
            return None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await question
        except (RedisError, OSError, TimeoutError) as error:
            if self._answers:
                self._outage.begins(error)
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            return None
        self._outage.ends()
        return answer


async def _packed(value: bytes) -> bytes:
    if len(value) < LARGE:
        return _PLAIN + value
    if len(value) < LARGE * 32:
        return _PACKED + zlib.compress(value, 1)
    return _PACKED + await asyncio.to_thread(zlib.compress, value, 1)


async def _unpacked(value: bytes) -> bytes:
    if value.startswith(_PLAIN):
        return value[1:]
    if not value.startswith(_PACKED):
        raise ValueError("no value of ours")
    if len(value) < LARGE * 8:
        return _inflated(value)
    return await asyncio.to_thread(_inflated, value)


def _inflated(value: bytes) -> bytes:
    """Other writers to Redis make us hold no more than what is kept at all."""
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(memoryview(value)[1:], LARGEST)
    if not unpacker.eof:
        raise ValueError("too large, or cut off")
    return text
