"""Hashes of passwords: argon2id, in threads, so many at a time that memory and CPU stay bounded."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from py_api import config
from py_api.errors import ApiError

if TYPE_CHECKING:
    import argon2

T = TypeVar("T")

SHORTEST, LONGEST = 8, 256  # characters
AT_ONCE, WAITING = 2, 64  # of one process: each takes MEMORY
MEMORY, PASSES, LANES = 32 * 1024, 3, 1  # KiB; what argon2 calls time cost and parallelism


class Passwords:
    """One a process. Needs argon2-cffi, when it is used for the first time."""

    def __init__(self) -> None:
        self._hasher: argon2.PasswordHasher | None = None
        self._nothing = ""  # the hash of no one's password
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """Errors: SIGN_IN_BUSY."""
        return await self._run(lambda hasher: hasher.hash(password))

    async def fits(self, password: str, known: str | None) -> bool:
        """Whether it is the password of this hash; for None it takes as long, and is not. Errors: SIGN_IN_BUSY."""
        return await self._run(lambda hasher: self._verify(hasher, password, known))

    def is_old(self, known: str) -> bool:
        """Whether the hash was made with other settings than now."""
        return self._hasher is not None and self._hasher.check_needs_rehash(known)

    def _verify(self, hasher: "argon2.PasswordHasher", password: str, known: str | None) -> bool:
        import argon2

        try:
            return hasher.verify(known or self._nothing, password) and known is not None
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    async def _run(self, work: Callable[["argon2.PasswordHasher"], T]) -> T:
        if self._waiting >= WAITING:
            raise ApiError("too many people sign in at this moment", "SIGN_IN_BUSY", 503, retryAfter=1)
        self._waiting += 1
        try:
            async with self._slots:
                return await asyncio.to_thread(lambda: work(self._ready()))
        finally:
            self._waiting -= 1

    def _ready(self) -> "argon2.PasswordHasher":
        if self._hasher is None:
            config.package("argon2", "sign-in")
            import argon2

            hasher = argon2.PasswordHasher(PASSES, MEMORY, LANES)
            self._nothing = hasher.hash("no one's password")
            self._hasher = hasher
        return self._hasher
