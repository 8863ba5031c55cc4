"""SQL in pieces: text with the parameters in it. Numbers are given to parameters when the whole is rendered.

Columns are the tenant's. All other names of a statement are ours (aliases, CTEs, columns of derived tables) and begin
with "_", as a column's name never does (thing.physical_name): no column can capture one. tests/py/names holds all
statements to it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Fragment:
    """weight: what planning it costs PostgreSQL, as compiler.weights has it; of a whole the sum of its pieces'."""

    parts: tuple[str | Param, ...]
    weight: int = 0

    def __bool__(self) -> bool:
        return bool(self.parts)

    def render(self, place: Callable[[int], str] = "${}".format) -> tuple[str, list[Param]]:
        """The text with $1, $2, ... and the parameters in that order. A parameter that stands twice has one number.

        place: what is written for a number, where it is not $number.
        """
        numbers: dict[Param, int] = {}
        text = "".join(
            part if isinstance(part, str) else place(numbers.setdefault(part, len(numbers) + 1)) for part in self.parts
        )
        return text, list(numbers)


EMPTY = Fragment(())
Sql = Fragment | str


def raw(text: str) -> Fragment:
    return Fragment((text,))


def sql(template: str, *pieces: Sql | Param) -> Fragment:
    """The template with each {} replaced by the next piece."""
    texts = template.split("{}")
    assert len(texts) == len(pieces) + 1, template
    parts: list[str | Param] = [texts[0]]
    weight = 0
    for piece, text in zip(pieces, texts[1:], strict=True):
        if isinstance(piece, Fragment):
            parts.extend(piece.parts)
            weight += piece.weight
        else:
            parts.append(piece)
        parts.append(text)
    return Fragment(_joined(parts), weight)


def join(separator: str, pieces: Iterable[Sql]) -> Fragment:
    parts: list[str | Param] = []
    weight = 0
    for number, piece in enumerate(pieces):
        if number:
            parts.append(separator)
        if isinstance(piece, str):
            parts.append(piece)
        else:
            parts.extend(piece.parts)
            weight += piece.weight
    return Fragment(_joined(parts), weight)


def conjunction(pieces: Iterable[Fragment | None]) -> Fragment:
    """All that is there, joined by and; empty for none."""
    return join(" and ", [piece for piece in pieces if piece])


def where(condition: Fragment | None) -> Fragment:
    return sql(" where {}", condition) if condition else EMPTY


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text of our own or a client's as an SQL literal."""
    quoted = "'" + value.replace("'", "''") + "'"
    return f" E{quoted}".replace("\\", "\\\\") if "\\" in value else quoted


def _joined(parts: list[Any]) -> tuple[str | Param, ...]:
    """Neighbouring texts made one."""
    found: list[str | Param] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return tuple(found)
