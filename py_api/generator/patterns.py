"""Texts that match a regular expression of PostgreSQL, by the parse tree that Python's `re` makes of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from itertools import accumulate
from math import prod
from random import Random
from typing import Any

from py_api.errors import Failure

MOST_VALUES = 10**9  # from here on the number of texts is "many"
TRIES = 400
# What is drawn where anything may stand; and, of classes of characters, what is drawn of them.
ANYTHING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;!?#+*/()"
DIGITS, WORD, SPACES = "0123456789", ANYTHING[:62] + "_", " "
_CATEGORIES = {
    "CATEGORY_DIGIT": DIGITS,
    "CATEGORY_WORD": WORD,
    "CATEGORY_SPACE": SPACES,
    "CATEGORY_NOT_DIGIT": ANYTHING[:52],
    "CATEGORY_NOT_WORD": " -",
    "CATEGORY_NOT_SPACE": WORD,
}
# As PostgreSQL writes them, within brackets and outside.
_POSIX = {
    "[:alpha:]": "a-zA-Z", "[:digit:]": "0-9", "[:alnum:]": "a-zA-Z0-9", "[:upper:]": "A-Z", "[:lower:]": "a-z",
    "[:space:]": " ", "[:blank:]": " ", "[:punct:]": "!-/:-@", "[:xdigit:]": "0-9a-fA-F", "[:word:]": r"\w",
}  # fmt: skip
_WORD_BOUNDS = re.compile(r"(?<!\\)((?:\\\\)*)\\[mMyYAZ]")

# n texts; repeats without an upper bound go up to `extra` more than they must.
Emit = Callable[[Random, int, int], list[str]]
_READ = frozenset("\\\t\n\r")  # characters that COPY reads otherwise
_parser: Any = import_module("re._parser")


class Pattern:
    """Texts of `least` to `most` characters that match. size: how many there are, None for many.

    plain: none has a character that COPY would read otherwise.
    """

    def __init__(self, pattern: str, least: int = 0, most: int | None = None) -> None:
        self.pattern, self._least, self._most = pattern, least, most
        text = _WORD_BOUNDS.sub(r"\1", pattern)
        for written, means in _POSIX.items():
            text = text.replace(written, means)
        try:
            tree = _parser.parse(text)
            letters: set[str] = set()
            self._emit, size = _sequence(tree, letters)
            self._check = re.compile(text).search
        except (re.error, NotImplementedError, OverflowError) as error:
            raise Failure(f"no texts can be made up for the pattern {pattern}: {error}") from None
        self.size = size if size < MOST_VALUES else None
        self._extra = 4
        self.plain = not letters & _READ

    def draw(self, rng: Random, n: int) -> list[str]:
        """n texts. Errors: Failure where no text of that length is found."""
        least, most, check = self._least, self._most, self._check
        return [
            text if len(text) >= least and (most is None or len(text) <= most) and check(text) else self._another(rng)
            for text in self._emit(rng, self._extra, n)
        ]

    def _another(self, rng: Random) -> str:
        for attempt in range(TRIES):
            (text,) = self._emit(rng, self._extra, 1)
            if len(text) < self._least:
                self._extra = min(self._extra * 2, 4096) if attempt % 4 == 3 else self._extra
            elif self._most is not None and len(text) > self._most:
                self._extra = max(self._extra // 2, 0) if attempt % 4 == 3 else self._extra
            elif self._check(text):
                return text
        bounds = f"{self._least} to {self._most if self._most is not None else 'any number of'} characters"
        raise Failure(f"no text of {bounds} was found for the pattern {self.pattern}")


def _sequence(nodes: Iterable[tuple[Any, Any]], seen: set[str]) -> tuple[Emit, int]:
    """seen: gets the characters that can be drawn."""
    parts = [_node(str(kind), argument, seen) for kind, argument in nodes]
    emits = [emit for emit, _ in parts]
    size = min(prod(size for _, size in parts), MOST_VALUES)
    if len(emits) == 1:
        return emits[0], size
    if not emits:
        return (lambda _rng, _extra, n: [""] * n), size
    return (lambda rng, extra, n: list(map("".join, zip(*[emit(rng, extra, n) for emit in emits], strict=True)))), size


def _node(kind: str, argument: Any, seen: set[str]) -> tuple[Emit, int]:
    if kind == "LITERAL":
        text = chr(argument)
        seen.add(text)
        return (lambda _rng, _extra, n: [text] * n), 1
    if kind in ("ANY", "IN", "NOT_LITERAL"):
        letters = _letters(kind, argument)
        seen.update(letters)
        return (lambda rng, _extra, n: rng.choices(letters, k=n)), len(letters)
    if kind == "AT":
        return (lambda _rng, _extra, n: [""] * n), 1
    if kind == "SUBPATTERN":
        return _sequence(argument[-1], seen)
    if kind == "ATOMIC_GROUP":
        return _sequence(argument, seen)
    if kind == "BRANCH":
        branches = [_sequence(branch, seen) for branch in argument[1]]
        return _either([emit for emit, _ in branches]), min(sum(s for _, s in branches), MOST_VALUES)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, nodes = argument
        return _repeated(low, high, nodes, seen)
    raise NotImplementedError(f"{kind.lower()} is not supported")


def _either(emits: Sequence[Emit]) -> Emit:
    def emit(rng: Random, extra: int, n: int) -> list[str]:
        chosen = rng.choices(range(len(emits)), k=n)
        texts = [iter(one(rng, extra, chosen.count(place))) for place, one in enumerate(emits)]
        return [next(texts[place]) for place in chosen]

    return emit


def _repeated(low: int, high: int, nodes: Any, seen: set[str]) -> tuple[Emit, int]:
    emit, size = _sequence(nodes, seen)
    (kind, argument), *others = nodes
    is_letter = str(kind) in ("LITERAL", "ANY", "IN", "NOT_LITERAL") and not others
    letters = (chr(argument) if str(kind) == "LITERAL" else _letters(str(kind), argument)) if is_letter else None

    def repeat(rng: Random, extra: int, n: int) -> list[str]:
        times = [low] * n if low == high else rng.choices(range(low, min(high, low + extra) + 1), k=n)
        ends = list(accumulate(times))
        pieces: Any
        if letters is not None:  # one text of all of them, cut into pieces
            pieces = letters * sum(times) if len(letters) == 1 else "".join(rng.choices(letters, k=sum(times)))
            return [pieces[end - count : end] for count, end in zip(times, ends, strict=True)]
        pieces = emit(rng, extra, sum(times))
        return ["".join(pieces[end - count : end]) for count, end in zip(times, ends, strict=True)]

    many = 0
    for times in range(low, min(high, low + 40) + 1):
        many = min(many + size**times, MOST_VALUES)
    return repeat, many if high < MOST_VALUES else MOST_VALUES


def _letters(kind: str, argument: Any) -> str:
    if kind == "ANY":
        return ANYTHING
    if kind == "NOT_LITERAL":
        return ANYTHING.replace(chr(argument), "")
    letters: dict[str, None] = {}
    negated = False
    for item, value in argument:
        name = str(item)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            letters[chr(value)] = None
        elif name == "RANGE":
            letters.update(dict.fromkeys(map(chr, range(value[0], min(value[1], value[0] + 255) + 1))))
        elif str(value) in _CATEGORIES:
            letters.update(dict.fromkeys(_CATEGORIES[str(value)]))
        else:
            raise NotImplementedError(f"{value} is not supported")
    drawn = "".join(c for c in ANYTHING if c not in letters) if negated else "".join(letters)
    if not drawn:
        raise NotImplementedError("a class of characters has none that can be drawn")
    return drawn
