"""The claims of a token: JSON of any shape, which no one changes any more, and which can be compared and hashed."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

MOST_VALUES = 1_000  # of all objects and lists of a token together
DEEPEST = 16
_VALUE_BYTES, _OBJECT_BYTES = 80, 400  # about what they take in memory


class Claims(Mapping[str, Any]):
    """A JSON object; objects in it are read-only mappings, lists are tuples.

    text: its JSON with sorted keys: equal where all is equal, and what a statement takes as one parameter.
    size: about how many bytes it takes. Raises ValueError for what jsonb cannot hold, and for what is too much.
    """

    __slots__ = ("_members", "size", "text")

    def __init__(self, members: Mapping[str, Any]) -> None:
        copying = _Copying()
        self._members: Mapping[str, Any] = copying.of(members, 0)
        self.text: str = json.dumps(members, ensure_ascii=False, allow_nan=False, sort_keys=True)
        self.size: int = 2 * len(self.text) + _VALUE_BYTES * copying.values + _OBJECT_BYTES * copying.objects

    def at(self, path: tuple[str, ...]) -> Any:
        """The value at a path of keys; None where there is nothing."""
        value: Any = self._members
        for key in path:
            if not isinstance(value, Mapping) or key not in value:
                return None
            value = value[key]
        return value

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Claims) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Claims({self.text})"

    def __reduce__(self) -> tuple[type["Claims"], tuple[dict[str, Any]]]:
        return Claims, (json.loads(self.text),)


class _Copying:
    """Counts what it copies, so that a small token makes nothing large."""

    def __init__(self) -> None:
        self.values = self.objects = 0

    def of(self, value: Any, depth: int) -> Any:
        self.values += 1
        if self.values > MOST_VALUES or depth > DEEPEST:
            raise ValueError("the claims have too many values, or too many levels")
        if isinstance(value, Mapping):
            self.objects += 1
            if not all(isinstance(key, str) and is_text(key) for key in value):
                raise ValueError("a claim's name is not a text that PostgreSQL holds")
            return MappingProxyType({key: self.of(inner, depth + 1) for key, inner in value.items()})
        if isinstance(value, list | tuple):
            return tuple([self.of(inner, depth + 1) for inner in value])
        if isinstance(value, str) and not is_text(value):
            raise ValueError("a claim is not a text that PostgreSQL holds")
        return value


def is_text(value: str) -> bool:
    """Can PostgreSQL hold it?"""
    return not any("\ud800" <= character <= "\udfff" or character == "\0" for character in value)


NO_CLAIMS = Claims({})
