"""What was used last, bounded in entries and in bytes. Whatever a client's bytes are kept in is one of these."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, ItemsView
from functools import lru_cache, wraps
from typing import Generic, TypeVar
from weakref import WeakSet

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
A = TypeVar("A", str, bytes)
T = TypeVar("T")


class Room:
    """Bytes that several Lru share. Where they are spent, the one that holds most drops what it used longest ago.

    So who fills its own cache displaces what is its own.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.used = 0
        self._members: WeakSet[Lru[Hashable, object]] = WeakSet()

    def join(self, member: "Lru[K, V]") -> None:
        self._members.add(member)  # type: ignore[arg-type]

    def take(self, size: int) -> None:
        self.used += size
        while self.used > self.size:
            max(self._members, key=lambda member: member.used).drop_oldest()


_UNBOUNDED = Room(0)  # of entries that have no size


class Lru(Generic[K, V]):
    """size_of: about how many bytes an entry holds. largest: what holds more is not kept at all. Not for threads.

    Without room and size_of it is bounded in entries alone: for what stays small however much a client sends.
    """

    def __init__(
        self,
        entries: int,
        room: int | Room = _UNBOUNDED,
        size_of: Callable[[K, V], int] = lambda _key, _value: 0,
        largest: int | None = None,
    ) -> None:
        self.used = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._most = entries
        self._room = room if isinstance(room, Room) else Room(room)
        self._size_of = size_of
        self._largest = self._room.size if largest is None else largest
        if room is not _UNBOUNDED:
            self._room.join(self)

    def get(self, key: K) -> V | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: K, value: V) -> None:
        """Also for a value that is kept already, and holds more or less than before."""
        size = self._size_of(key, value)
        self.pop(key)
        if size > self._largest:
            return
        self._entries[key] = (value, size)
        self.used += size
        self._room.take(size)
        while len(self._entries) > self._most:
            self.drop_oldest()

    def pop(self, key: K) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._give_back(entry[1])

    def drop_oldest(self) -> None:
        _, (_, size) = self._entries.popitem(last=False)
        self._give_back(size)

    def make_room(self, size: int) -> None:
        """Lets go of the oldest until so many bytes fit in beside the others, or nothing is left."""
        while self._entries and self._room.used + size > self._room.size:
            self.drop_oldest()

    def clear(self) -> None:
        while self._entries:
            self.drop_oldest()

    def items(self) -> ItemsView[K, V]:
        return {key: value for key, (value, _) in self._entries.items()}.items()

    def _give_back(self, size: int) -> None:
        self.used -= size
        self._room.used -= size

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __del__(self) -> None:
        self._room.used -= self.used


def remembered(entries: int, longest: int) -> Callable[[Callable[[A], T]], Callable[[A], T]]:
    """Keeps the results of a function of a short text: so many, of texts of `longest` at most."""

    def decorate(function: Callable[[A], T]) -> Callable[[A], T]:
        kept = lru_cache(entries)(function)

        @wraps(function)
        def result(text: A) -> T:
            return kept(text) if len(text) <= longest else function(text)

        return result

    return decorate
