"""Texts that match a regular expression of PostgreSQL, by the parse tree that Python's `re` makes of it."""

import re
from collections.abc import Callable, Iterable
from importlib import import_module
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

Emit = Callable[[Random, int], str]  # a text; repeats without an upper bound go up to so many more than they must
_parser: Any = import_module("re._parser")


class Pattern:
    """draw: texts of `least` to `most` characters that match. size: how many there are, None for many."""

    def __init__(self, pattern: str, least: int = 0, most: int | None = None) -> None:
        self.pattern, self._least, self._most = pattern, least, most
        text = _WORD_BOUNDS.sub(r"\1", pattern)
        for written, means in _POSIX.items():
            text = text.replace(written, means)
        try:
            tree = _parser.parse(text)
            self._emit, size = _sequence(tree)
            self._check = re.compile(text).search
        except (re.error, NotImplementedError, OverflowError) as error:
            raise Failure(f"no texts can be made up for the pattern {pattern}: {error}") from None
        self.size = size if size < MOST_VALUES else None
        self._extra = 4

    def draw(self, rng: Random) -> str:
        """Errors: Failure where no text of that length is found."""
        for attempt in range(TRIES):
            text = self._emit(rng, self._extra)
            if len(text) < self._least:
                self._extra = min(self._extra * 2, 4096) if attempt % 4 == 3 else self._extra
            elif self._most is not None and len(text) > self._most:
                self._extra = max(self._extra // 2, 0) if attempt % 4 == 3 else self._extra
            elif self._check(text):
                return text
        bounds = f"{self._least} to {self._most if self._most is not None else 'any number of'} characters"
        raise Failure(f"no text of {bounds} was found for the pattern {self.pattern}")


def _sequence(nodes: Iterable[tuple[Any, Any]]) -> tuple[Emit, int]:
    parts = [_node(str(kind), argument) for kind, argument in nodes]
    emits = [emit for emit, _ in parts]
    size = min(prod(size for _, size in parts), MOST_VALUES)
    if len(emits) == 1:
        return emits[0], size
    return (lambda rng, extra: "".join([emit(rng, extra) for emit in emits])), size


def _node(kind: str, argument: Any) -> tuple[Emit, int]:
    if kind == "LITERAL":
        text = chr(argument)
        return (lambda _rng, _extra: text), 1
    if kind in ("ANY", "IN", "NOT_LITERAL"):
        letters = _letters(kind, argument)
        many = len(letters)
        return (lambda rng, _extra: letters[int(rng.random() * many)]), many
    if kind == "AT":
        return (lambda _rng, _extra: ""), 1
    if kind == "SUBPATTERN":
        return _sequence(argument[-1])
    if kind == "ATOMIC_GROUP":
        return _sequence(argument)
    if kind == "BRANCH":
        branches = [_sequence(branch) for branch in argument[1]]
        emits = [emit for emit, _ in branches]
        return (lambda rng, extra: rng.choice(emits)(rng, extra)), min(sum(s for _, s in branches), MOST_VALUES)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeated(*argument)
    raise NotImplementedError(f"{kind.lower()} is not supported")


def _repeated(low: int, high: int, nodes: Any) -> tuple[Emit, int]:
    emit, size = _sequence(nodes)
    (kind, argument), *others = nodes
    letters = _letters(str(kind), argument) if str(kind) in ("ANY", "IN", "NOT_LITERAL") and not others else None

    def repeat(rng: Random, extra: int) -> str:
        times = low + int(rng.random() * (min(high, low + extra) - low + 1)) if low != high else low
        if letters is not None:
            return "".join(rng.choices(letters, k=times))
        return "".join([emit(rng, extra) for _ in range(times)])

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
