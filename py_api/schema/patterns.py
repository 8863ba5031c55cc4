"""The text of a class's types as patterns that names are put into: most of it is the same for all classes.

Of the twenty and more types of a class most are made of names alone: the class's, and for each field its name and type.
Their texts are written once for an imaginary class and imaginary fields, whose names are characters that no name has,
and become patterns. Descriptions, rules and defaults are no names: types that show them are written one by one.
"""

import re
from collections.abc import Callable, Mapping
from itertools import chain, count, repeat
from typing import TYPE_CHECKING

from py_api.catalog.model import Catalog, Class, Field, FieldType, Head, Inverse
from py_api.schema import naming as n
from py_api.schema import roots
from py_api.schema.definitions import Definition
from py_api.schema.lazy import ApiSchema
from py_api.schema.whole import Whole

if TYPE_CHECKING:
    from py_api.schema.introspection import Types

# Types that show the class's names alone, and those that show its fields' names and types beside.
_FIXED = (
    n.CONNECTION, n.EDGE, n.BATCH, n.LIST_FILTER, n.AGGREGATE, n.AGGREGATE + n.ORDER_BY, n.HAVING, n.LINK_INPUT,
    n.LINKS_INPUT,
)  # fmt: skip
_BY_FIELD = (
    n.FILTER, n.ORDER_BY, n.AGGREGATE_FIELDS, n.AGGREGATE_FIELDS + n.ORDER_BY, n.KEY, n.GROUP_BY, n.HAVING_FIELDS,
)  # fmt: skip
COVERED = (*_FIXED, *_BY_FIELD)

# The imaginary names: a letter that can become a capital, and a character for private use.
_CLASS, _SINGULAR, _PLURAL = "\ue000", "s\ue001", "p\ue002"
_FIELD, _TARGET, _DEFINED_IN = "f\ue003", "\ue004", "\ue005"
_ENUM = _DEFINED_IN + n.capital(_FIELD)
_NAMES = (_ENUM, _CLASS, _SINGULAR, n.capital(_SINGULAR), _PLURAL, n.capital(_PLURAL), _FIELD, _TARGET)
_MORE = "\ue006"  # where the texts of fields go
_PLACE = re.compile(f"({'|'.join((*_NAMES, _MORE))})")
_BETWEEN = "\0"

Form = tuple[str, bool, bool, bool]


def fits(cls: Class) -> bool:
    """Is the class one of those that differ by names alone, where they can?"""
    return cls.deprecated is None and not any(f.deprecated is not None for f in cls.fields.values())


class _Pattern:
    """A text with places for names."""

    __slots__ = ("places", "texts")

    def __init__(self, text: str) -> None:
        """Where a text has _MORE, there are places "0", "1", ... in this order."""
        pieces = _PLACE.split(text)
        numbers = count()
        self.texts = pieces[::2]
        self.places = [str(next(numbers)) if place == _MORE else place for place in (*pieces[1::2], "")]

    def filled(self, names: Mapping[str, str]) -> str:
        """names: imaginary ones -> those to put in; "" -> ""."""
        return "".join(chain.from_iterable(zip(self.texts, map(names.__getitem__, self.places), strict=True)))


class Patterns:
    """The patterns of one selection of __Type. types: makes its writer, for another schema."""

    def __init__(self, field_types: Mapping[str, FieldType], types: "Callable[[Whole], Types]") -> None:
        self._field_types = field_types
        self._types = types
        self._wholes: dict[tuple[bool, bool], tuple[Whole, Types]] = {}
        self._class_patterns: dict[tuple[bool, bool], list[_Pattern]] = {}
        self._field_patterns: dict[Form | None, _Pattern] = {}

    def texts(self, catalog: Catalog, cls: Class) -> list[str]:
        """The types of COVERED; then for each root type and each selection of its fields, what the class adds."""
        kind = (catalog.is_interface(cls), cls.abstract)
        patterns = self._class_patterns.get(kind)
        if patterns is None:
            patterns = self._class_patterns[kind] = self._of_class(kind)
        members = [self._field(field) for field in cls.fields.values()]
        members += [self._inverse(inverse) for inverse in cls.inverses.values()]
        names = {
            _CLASS: cls.name,
            _SINGULAR: cls.singular,
            _PLURAL: cls.plural,
            n.capital(_SINGULAR): n.capital(cls.singular),
            n.capital(_PLURAL): n.capital(cls.plural),
            "": "",
        }
        more = map("".join, zip(*members, strict=True)) if members else repeat("", len(patterns[0].places))
        names.update(zip(map(str, count()), more, strict=False))
        return [pattern.filled(names) for pattern in patterns]

    # --- fields -------------------------------------------------------------------------------------------------

    def _field(self, field: Field) -> list[str]:
        """What a field adds to each list of members, each with a comma before it."""
        form = (field.type.name, field.searchable, field.target is not None, field.column is not None)
        pattern = self._field_patterns.get(form)
        if pattern is None:
            imaginary = Field(
                1, _FIELD, field.type, "c" if field.column is not None else None, None,
                _TARGET if field.target is not None else None, None, _DEFINED_IN, False, False, field.searchable,
                {}, {}, (), None, None, None, None, None,
            )  # fmt: skip
            pattern = self._field_patterns[form] = self._of_members(_imaginary(_CLASS, 1, field=imaginary))
        names = {_FIELD: field.name, "": ""}
        if field.target is not None:
            names[_TARGET] = field.target
        if "Enum" in field.type.scalar:
            names[_ENUM] = n.enum_name(field)
        return pattern.filled(names).split(_BETWEEN)

    def _inverse(self, inverse: Inverse) -> list[str]:
        pattern = self._field_patterns.get(None)
        if pattern is None:
            imaginary = Inverse(_FIELD, _TARGET, 2, "")
            pattern = self._field_patterns[None] = self._of_members(_imaginary(_CLASS, 1, inverse=imaginary))
        return pattern.filled({_FIELD: inverse.name, _TARGET: inverse.class_name, "": ""}).split(_BETWEEN)

    def _of_members(self, cls: Class) -> _Pattern:
        whole, types = self._imagined((False, False))
        texts = []
        for suffix in _BY_FIELD:
            definition = _made(whole, suffix, cls)
            members = {**definition.outputs, **definition.inputs, **{v.name: v for v in definition.values}}
            found = [members[_FIELD]] if _FIELD in members else []
            texts += ["".join("," + text for text in each.rows.texts(found)) for each in types.lists(definition.kind)]
        return _Pattern(_BETWEEN.join(texts))

    # --- classes ------------------------------------------------------------------------------------------------

    def _of_class(self, kind: tuple[bool, bool]) -> list[_Pattern]:
        whole, types = self._imagined(kind)
        cls = whole.classes[0]
        fixed = [types.definition(_made(whole, suffix, cls)) for suffix in _FIXED]
        by_field = [types.definition(_made(whole, suffix, cls), _MORE) for suffix in _BY_FIELD]
        fields = (each.items(whole.root_outputs(name, cls)) for name in roots.SHAPES for each in types.field_lists)
        return [_Pattern(",".join(fixed + by_field)), *map(_Pattern, fields)]

    def _imagined(self, kind: tuple[bool, bool]) -> "tuple[Whole, Types]":
        """A schema with an imaginary class, and one that it refers to. kind: is it an interface, is it abstract?"""
        if kind not in self._wholes:
            is_interface, abstract = kind
            select = next((t for t in self._field_types.values() if t.scalar == "Enum"), None)
            enum = Field(
                1, _FIELD, select, "c", None, None, None, _DEFINED_IN, False, False, False, {}, {}, (), None, None,
                None, None, None,
            ) if select else None  # fmt: skip
            heads = {
                1: Head(1, _CLASS, _SINGULAR, _PLURAL, 0, abstract, None),
                2: Head(2, _TARGET, "", "", 0, False, None),
            }
            if is_interface:
                heads[3] = Head(3, "", "", "", 0, False, 1)
            entries = {
                1: _imaginary(_CLASS, 1, abstract=abstract),
                2: _imaginary(_TARGET, 2, field=enum),
                3: _imaginary("", 3),
            }
            whole = Whole(ApiSchema(Catalog(0, "", heads, self._field_types, entries)))
            whole.learn_kinds()
            self._wholes[kind] = (whole, self._types(whole))
        return self._wholes[kind]


def _imaginary(
    name: str, class_id: int, *, abstract: bool = False, field: Field | None = None, inverse: Inverse | None = None
) -> Class:
    fields = {field.name: field} if field else {}
    inverses = {inverse.name: inverse} if inverse else {}
    return Class(
        class_id, name, _SINGULAR, _PLURAL, None, None, None, abstract, None, None, fields, {}, (), inverses, ""
    )  # fmt: skip


def _made(whole: Whole, suffix: str, cls: Class) -> Definition:
    definition = whole.api.classes.makers[suffix](cls)
    assert definition is not None, suffix
    return definition
