"""A text in pieces, with places that names are put into. Imaginary names stand for them while it is written."""

from collections.abc import Iterable
from typing import NamedTuple

from py_api.schema import naming as n

# The imaginary names: a letter that can become a capital, and a character for private use.
CLASS, SINGULAR, PLURAL = "\ue000", "s\ue001", "p\ue002"
FIELD, TARGET, DEFINED_IN = "f\ue003", "\ue004", "\ue005"
INTERFACE = "\ue006"  # a target that is an interface
VIA = "v\ue007"  # the field behind an inverse
ABOUT, REASON, DEFAULT = "\ue008", "\ue009", "\ue00a"  # texts of people
ENUM = DEFINED_IN + n.capital(FIELD)
ANCESTORS = tuple(map(chr, range(0xE010, 0xE020)))

# What stands for them in a template: control characters, which JSON has in escapes alone. (A text may be null.)
AS_JSON = (
    ENUM,
    CLASS,
    SINGULAR,
    n.capital(SINGULAR),
    PLURAL,
    n.capital(PLURAL),
    FIELD,
    n.capital(FIELD),
    TARGET,
    VIA,
    n.capital(VIA),
    f'"{ABOUT}"',
    f'"{REASON}"',
    f'"{DEFAULT}"',
    *ANCESTORS,
)
PLACES = [bytes([number]) for number, _ in enumerate(AS_JSON, 1)]
(
    AT_ENUM, AT_CLASS, AT_SINGULAR, AT_CAPITAL_SINGULAR, AT_PLURAL, AT_CAPITAL_PLURAL, AT_FIELD,
    AT_CAPITAL_FIELD, AT_TARGET, AT_VIA, AT_CAPITAL_VIA, AT_ABOUT, AT_REASON, AT_DEFAULT, *AT_ANCESTORS,
) = PLACES  # fmt: skip
END = "\0"  # of a piece


class FieldForm(NamedTuple):
    """What the texts of a field depend on beside names. target: an imaginary one; of_itself: the class of the field."""

    type: str
    target: str | None
    searchable: bool
    has_column: bool
    computed: bool
    non_null: bool
    required: bool
    unique: bool
    has_default: bool
    deprecated: bool
    of_itself: bool


class ClassForm(NamedTuple):
    """What the texts of a class depend on beside names and fields. ancestors: None where its own type is left out."""

    is_interface: bool
    abstract: bool
    deprecated: bool
    has_members: bool
    ancestors: int | None
    is_rollup: bool = False


class Template:
    """A text in pieces, with places for names."""

    __slots__ = ("_text",)

    def __init__(self, pieces: Iterable[str]) -> None:
        text = "".join([piece + END for piece in pieces])
        for imaginary, place in zip((*AS_JSON, INTERFACE), (*PLACES, AT_TARGET), strict=True):
            text = text.replace(imaginary, place.decode())
        self._text = text.encode()

    def filled(self, values: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
        """The pieces. values: place -> what to put in."""
        text = self._text
        for place, value in values:
            text = text.replace(place, value)
        pieces = text.split(b"\0")
        del pieces[-1]
        return pieces


class ClassTemplate(NamedTuple):
    """types: the types, a piece before each list of members and one behind; then fields of root types, a piece each.

    columns: which members go into the lists; do they stand at the beginning?
    """

    types: Template
    columns: list[tuple[int, bool]]


def interleaved(pieces: list[bytes], between: list[bytes]) -> bytes:
    """pieces: one more."""
    together = [b""] * (2 * len(between) + 1)
    together[::2], together[1::2] = pieces, between
    return b"".join(together)
