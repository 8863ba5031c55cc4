"""SQL in pieces: text with the parameters in it. Numbers are given to parameters when the whole is rendered.

Pieces are composed of pieces only, never of bare strings: the text of templates is written in this program (`sql`),
names and values are quoted (`identifier`, `literal`), and what the catalog has as SQL comes in by `catalog_expression`
and `catalog_template`. tests/py/lint/test_fragments.py holds the compiler to it, and lists who calls those two.

Columns are the tenant's. All other names of a statement are ours (aliases, CTEs, columns of derived tables) and begin
with "_", as a column's name never does (thing.physical_name): no column can capture one. tests/py/names holds all
statements to it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, LiteralString

from py_api.compiler.context_values import ContextValue, ContextValues
from py_api.compiler.values import Encode, InputValue, Variables, locations
from py_api.errors import ApiError, FieldError


class InputParam:
    """A parameter that a client gives: where its value is found, and how it is handed to the driver.

    Compared by identity, as all parameters are.
    """

    __slots__ = ("encode", "input_value")

    def __init__(self, input_value: InputValue, encode: Encode) -> None:
        self.input_value = input_value
        self.encode = encode

    def value(self, variables: Variables, _context: ContextValues) -> Any:
        """What the driver takes. Raises ApiError, which says where among the variables it is."""
        try:
            return self.encode(self.input_value.plain(variables))
        except ApiError as error:
            if self.input_value.path is not None:
                inside = error.inside if isinstance(error, FieldError) else ()
                error.extensions.setdefault("variable", [*self.input_value.path, *inside])
            elif isinstance(error, FieldError) and self.input_value.node is not None:
                error.locations = locations([self.input_value.node])
            raise


class ContextParam:
    """A parameter that the server gives."""

    __slots__ = ("context_value", "encode")

    def __init__(self, context_value: ContextValue, encode: Encode) -> None:
        self.context_value = context_value
        self.encode = encode

    def value(self, _variables: Variables, context: ContextValues) -> Any:
        """What the driver takes."""
        return self.encode(context[self.context_value])


Param = InputParam | ContextParam


class Fragment:
    """A piece of SQL. weight: what planning it costs PostgreSQL, as compiler.weights has it; its pieces' included.

    parts: text, parameters, and pieces that have parameters (those are kept as they are until the whole is rendered).
    What is text alone has one part.
    """

    __slots__ = ("parts", "weight")

    def __init__(self, parts: "tuple[str | Param | Fragment, ...]", weight: int = 0) -> None:
        self.parts = parts
        self.weight = weight

    def __bool__(self) -> bool:
        return any(self.parts)

    def heavier(self, weight: int) -> "Fragment":
        """The same SQL, which weighs so much more."""
        return Fragment(self.parts, self.weight + weight)

    def flat(self) -> Iterator[str | Param]:
        """Its text and parameters in their order."""
        stack = [*reversed(self.parts)]
        while stack:
            part = stack.pop()
            if isinstance(part, Fragment):
                stack += reversed(part.parts)
            else:
                yield part

    @property
    def outline(self) -> str:
        """The text, with $ for each parameter."""
        return "".join([part if isinstance(part, str) else "$" for part in self.flat()])

    def render(self, place: Callable[[int], str] = "${}".format) -> tuple[str, list[Param]]:
        """The text with $1, $2, ... and the parameters in that order. A parameter that stands twice has one number.

        place: what is written for a number, where it is not $number.
        """
        numbers: dict[Param, int] = {}
        text = "".join(
            [
                part if isinstance(part, str) else place(numbers.setdefault(part, len(numbers) + 1))
                for part in self.flat()
            ]
        )
        return text, list(numbers)


EMPTY = Fragment(("",))
Piece = Fragment | Param


def sql(template: LiteralString, *pieces: Piece) -> Fragment:
    """The template with each {} replaced by the next piece."""
    return _composed(*_texts(template), pieces)


def filled(template: LiteralString, piece: Callable[[str], Piece]) -> Fragment:
    """The template with each {name} replaced by the piece of that name."""
    first, rest, names = _named_texts(template)
    return _composed(first, rest, [piece(name) for name in names])


def join(separator: LiteralString, pieces: Iterable[Piece]) -> Fragment:
    listed = [*pieces]
    return _composed("", [*[separator] * (len(listed) - 1), ""], listed) if listed else EMPTY


def conjunction(pieces: Iterable[Fragment | None]) -> Fragment:
    """All that is there, joined by and; empty for none."""
    return join(" and ", [piece for piece in pieces if piece])


def where(condition: Fragment | None) -> Fragment:
    return sql(" where {}", condition) if condition else EMPTY


@lru_cache(4096)
def identifier(name: str) -> Fragment:
    return Fragment(('"' + name.replace('"', '""') + '"',))


@lru_cache(4096)
def number(value: int) -> Fragment:
    """A whole number as it stands."""
    return Fragment((str(int(value)),))


def literal(value: str) -> Fragment:
    """A text of our own or a client's as an SQL literal."""
    quoted = "'" + value.replace("'", "''") + "'"
    return Fragment((f" E{quoted}".replace("\\", "\\\\") if "\\" in value else quoted,))


@lru_cache(4096)
def catalog_expression(text: str) -> Fragment:
    """SQL that the catalog has, which the core alone writes: the name of a type, a default."""
    return Fragment((text,))


def catalog_template(template: str, pieces: Mapping[str, Fragment]) -> Fragment:
    """A template that the catalog has (thing.field_types), with each {name} replaced by the piece of that name."""
    first, rest, names = _named_texts(template)
    return _composed(first, rest, [pieces[name] for name in names])


_NAME = re.compile(r"\{([a-z]\w*)\}")


@lru_cache(4096)
def _texts(template: str) -> tuple[str, Sequence[str]]:
    """The text before the first place, and what follows each."""
    first, *rest = template.split("{}")
    return first, rest


@lru_cache(4096)
def _named_texts(template: str) -> tuple[str, Sequence[str], Sequence[str]]:
    """Likewise, and the names."""
    first, *rest = _NAME.split(template)
    return first, rest[1::2], rest[::2]


def _composed(text: str, following: Sequence[str], pieces: Sequence[Any]) -> Fragment:
    """The text, then each piece with what follows it."""
    weight = 0
    parts: list[str | Param | Fragment] = []
    for piece, after in zip(pieces, following, strict=True):
        if isinstance(piece, Fragment):
            weight += piece.weight
            inner = piece.parts
            if len(inner) == 1 and isinstance(only := inner[0], str):
                text += only + after
                continue
        elif not isinstance(piece, Param):  # (mypy says so, too)
            raise TypeError(f"not a piece of SQL: {piece!r}")
        parts += (text, piece)
        text = after
    return Fragment((*parts, text), weight)
