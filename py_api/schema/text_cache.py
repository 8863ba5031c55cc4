"""TextCache made of classes, kept under what they depend on: after a change, only what changed is written again."""

from collections.abc import Hashable
from threading import Lock

from py_api.lru import Lru


class TextCache:
    """The texts used last, `size` bytes at most. Threads may share it."""

    def __init__(self, size: int = 128 * 1024 * 1024) -> None:
        self._texts: Lru[Hashable, tuple[bytes, ...]] = Lru(
            1_000_000, size, lambda _key, texts: 200 + sum(map(len, texts))
        )
        self._lock = Lock()

    def get(self, key: Hashable) -> tuple[bytes, ...] | None:
        with self._lock:
            return self._texts.get(key)

    def put(self, key: Hashable, texts: tuple[bytes, ...]) -> None:
        with self._lock:
            self._texts.put(key, texts)


TEXT_CACHE = TextCache()
