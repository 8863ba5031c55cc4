"""Texts made of classes, kept under what they depend on: after a change, only what changed is written again."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock


class Texts:
    """The texts used last, `size` bytes at most. Threads may share it."""

    def __init__(self, size: int = 128 * 1024 * 1024) -> None:
        self._size = size
        self._used = 0
        self._texts: OrderedDict[Hashable, tuple[bytes, ...]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> tuple[bytes, ...] | None:
        with self._lock:
            found = self._texts.get(key)
            if found is not None:
                self._texts.move_to_end(key)
            return found

    def put(self, key: Hashable, texts: tuple[bytes, ...]) -> None:
        length = sum(map(len, texts))
        if length > self._size:
            return
        with self._lock:
            self._drop(key)
            self._texts[key] = texts
            self._used += length
            while self._used > self._size:
                self._drop(next(iter(self._texts)))

    def _drop(self, key: Hashable) -> None:
        found = self._texts.pop(key, None)
        if found is not None:
            self._used -= sum(map(len, found))


TEXTS = Texts()
