"""The text of a class's types as patterns that names are put into: most of it is the same for all classes.

Most of the twenty and more types of a class are made of names, kinds and descriptions: the class's and its fields'.
Their texts are written once for an imaginary class and imaginary fields, whose names are characters that no name has,
and become patterns. What depends on more (enums, inheritance, defaults, deprecation) is written one by one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain, count, repeat
from typing import TYPE_CHECKING

from py_api.catalog.index import Head, Index
from py_api.catalog.model import Catalog, Class, Field, FieldType, Inverse
from py_api.schema import naming as n
from py_api.schema import roots
from py_api.schema.classes import about, about_class
from py_api.schema.definitions import Definition, Kind
from py_api.schema.lazy import ApiSchema
from py_api.schema.whole import KINDS, Whole

if TYPE_CHECKING:
    from py_api.schema.introspection import Types

# Types that show the class's names alone, and those that show its fields' names and types beside.
_FIXED = (
    n.CONNECTION, n.EDGE, n.BATCH, n.LIST_FILTER, n.AGGREGATE, n.AGGREGATE + n.ORDER_BY, n.HAVING, n.LINK_INPUT,
    n.LINKS_INPUT, n.EVENT,
)  # fmt: skip
_BY_FIELD = (
    n.FILTER, n.ORDER_BY, n.AGGREGATE_FIELDS, n.AGGREGATE_FIELDS + n.ORDER_BY, n.KEY, n.GROUP_BY, n.HAVING_FIELDS,
)  # fmt: skip
_MEMBERS = (*_BY_FIELD, n.UPDATE_INPUT, n.CREATE_INPUT, "")

# The imaginary names: a letter that can become a capital, and a character for private use.
_CLASS, _SINGULAR, _PLURAL = "\ue000", "s\ue001", "p\ue002"
_FIELD, _TARGET, _DEFINED_IN = "f\ue003", "\ue004", "\ue005"
_INTERFACE = "\ue009"  # a target that is an interface
_VIA = "\ue007"  # the field behind an inverse
_ABOUT = '"\ue008"'  # a description as JSON, quotes included: it may be null
_ENUM = _DEFINED_IN + n.capital(_FIELD)
_NAMES = (
    _ENUM, _CLASS, _SINGULAR, n.capital(_SINGULAR), _PLURAL, n.capital(_PLURAL), _FIELD, _TARGET, _INTERFACE, _VIA,
    _ABOUT,
)  # fmt: skip
_MORE = "\ue006{}\ue006"  # where the texts of members go: number of the list; _FIRST: nothing stands before them
_FIRST = "\ue006{}-\ue006"
_PLACE = re.compile(f"({'|'.join((*_NAMES, _MORE.format('[0-9]+-?')))})")
_BETWEEN = "\0"

_Form = tuple[str, str | None, bool, bool, bool, bool]
# Is the class an interface, is it abstract, which of _MEMBERS are covered?
_Kind = tuple[bool, bool, tuple[str, ...]]


def covered(catalog: Catalog, cls: Class) -> tuple[str, ...]:
    """Suffixes of the types that patterns write. None where something is deprecated."""
    if cls.deprecated is not None or any(f.deprecated is not None for f in cls.fields.values()):
        return ()
    return (*_FIXED, *_covered_members(catalog, cls))


def _covered_members(catalog: Catalog, cls: Class) -> tuple[str, ...]:
    found: tuple[str, ...] = _BY_FIELD
    if cls.fields or cls.inverses:
        found += (n.UPDATE_INPUT,)
    if not cls.abstract and all(f.default is None for f in cls.fields.values()):
        found += (n.CREATE_INPUT,)
    if cls.extends is None and not catalog.is_interface(cls):
        found += ("",)
    return found


class _Pattern:
    """A text with places for names."""

    __slots__ = ("places", "texts")

    def __init__(self, text: str) -> None:
        pieces = _PLACE.split(text)
        self.texts = pieces[::2]
        self.places = [*pieces[1::2], ""]

    def filled(self, names: Mapping[str, str]) -> str:
        """names: imaginary ones -> those to put in; "" -> ""."""
        return "".join(chain.from_iterable(zip(self.texts, map(names.__getitem__, self.places), strict=True)))


class Patterns:
    """The patterns of one selection of __Type. types: makes its writer, for another schema."""

    def __init__(self, field_types: Mapping[str, FieldType], types: "Callable[[Whole], Types]") -> None:
        self._field_types = field_types
        self._types = types
        self._wholes: dict[tuple[bool, bool], tuple[Whole, Types]] = {}
        self._class_patterns: dict[_Kind, list[_Pattern]] = {}
        self._field_patterns: dict[_Form | None, _Pattern] = {}

    def texts(self, catalog: Catalog, cls: Class, strings: Mapping[str | None, str]) -> list[str]:
        """The covered types; then for each root type and each selection of its fields, what the class adds.

        strings: texts -> JSON.
        """
        kind = (catalog.is_interface(cls), cls.abstract, _covered_members(catalog, cls))
        patterns = self._class_patterns.get(kind)
        if patterns is None:
            patterns = self._class_patterns[kind] = self._of_class(kind)
        members = [self._field(catalog, field, strings) for field in cls.fields.values()]
        members += [self._inverse(inverse) for inverse in cls.inverses.values()]
        names = {
            _CLASS: cls.name,
            _SINGULAR: cls.singular,
            _PLURAL: cls.plural,
            n.capital(_SINGULAR): n.capital(cls.singular),
            n.capital(_PLURAL): n.capital(cls.plural),
            _ABOUT: strings[about_class(cls)],
            "": "",
        }
        columns = map("".join, zip(*members, strict=True)) if members else repeat("", len(patterns[0].places))
        for number, column in enumerate(columns):
            names[_MORE.format(number)] = column
            names[_FIRST.format(number)] = column[1:]
        return [pattern.filled(names) for pattern in patterns]

    # --- fields -------------------------------------------------------------------------------------------------

    def _field(self, catalog: Catalog, field: Field, strings: Mapping[str | None, str]) -> list[str]:
        """What a field adds to each list of members, each with a comma before it."""
        target = None
        if field.target is not None:
            assert field.target_id is not None
            target = _INTERFACE if catalog.is_interface(catalog.heads[field.target_id]) else _TARGET
        form = (field.type.name, target, field.searchable, field.column is not None, field.non_null, field.required)
        pattern = self._field_patterns.get(form)
        if pattern is None:
            imaginary = replace(
                field, name=_FIELD, target=target, defined_in=_DEFINED_IN, params={}, messages=(), default=None,
                rules={"required": True} if field.required else {}, label=None, description=_ABOUT.strip('"'),
            )  # fmt: skip
            pattern = self._field_patterns[form] = self._of_members(_imaginary(_CLASS, 1, field=imaginary))
        names = {_FIELD: field.name, _ABOUT: strings[about(field)], "": ""}
        if target is not None:
            names[target] = field.target or ""
        if "Enum" in field.type.scalar:
            names[_ENUM] = n.enum_name(field)
        return pattern.filled(names).split(_BETWEEN)

    def _inverse(self, inverse: Inverse) -> list[str]:
        pattern = self._field_patterns.get(None)
        if pattern is None:
            imaginary = Inverse(_FIELD, _TARGET, 2, _VIA)
            pattern = self._field_patterns[None] = self._of_members(_imaginary(_CLASS, 1, inverse=imaginary))
        names = {_FIELD: inverse.name, _TARGET: inverse.class_name, _VIA: inverse.field, "": ""}
        return pattern.filled(names).split(_BETWEEN)

    def _of_members(self, cls: Class) -> _Pattern:
        whole, types = self._imagined((False, False))
        texts = []
        for suffix in _MEMBERS:
            definition = _made(whole, suffix, cls)
            members = {**definition.outputs, **definition.inputs, **{v.name: v for v in definition.values}}
            found = [members[_FIELD]] if _FIELD in members else []
            texts += ["".join("," + text for text in each.rows.texts(found)) for each in types.lists(definition.kind)]
        return _Pattern(_BETWEEN.join(texts))

    # --- classes ------------------------------------------------------------------------------------------------

    def _of_class(self, kind: _Kind) -> list[_Pattern]:
        is_interface, abstract, members = kind
        whole, types = self._imagined((is_interface, abstract))
        cls = whole.classes[0]
        texts = [types.definition(_made(whole, suffix, cls)) for suffix in _FIXED]
        number = 0
        for suffix in _MEMBERS:
            if suffix in members:
                definition = _made(whole, suffix, cls)
                place = _MORE
                if suffix == n.UPDATE_INPUT:  # it has no members of its own
                    definition, place = replace(definition, inputs={}), _FIRST
                texts.append(types.definition(definition, map(place.format, count(number))))
            number += len(types.lists(KINDS.get(suffix, Kind.OBJECT)))
        fields = (each.items(whole.root_outputs(name, cls)) for name in roots.SHAPES for each in types.field_lists)
        return [_Pattern(",".join(texts)), *map(_Pattern, fields)]

    def _imagined(self, kind: tuple[bool, bool]) -> "tuple[Whole, Types]":
        """A schema with an imaginary class, and one that it refers to. kind: is it an interface, is it abstract?"""
        if kind not in self._wholes:
            is_interface, abstract = kind
            heads = [
                Head(1, _CLASS, _SINGULAR, _PLURAL, 0, abstract, None),
                Head(2, _TARGET, "", "", 0, False, None),
                Head(3, _INTERFACE, "", "", 0, True, None),
                *([Head(4, "", "", "", 0, False, 1)] if is_interface else []),
            ]
            entries = {head.id: _imaginary(head.name, head.id, abstract=head.abstract) for head in heads}
            whole = Whole(ApiSchema(Catalog(0, "", Index.of(heads), self._field_types, entries)))
            whole.learn_kinds()
            whole.learn_enum(_ENUM)
            self._wholes[kind] = (whole, self._types(whole))
        return self._wholes[kind]


def _imaginary(
    name: str, class_id: int, *, abstract: bool = False, field: Field | None = None, inverse: Inverse | None = None
) -> Class:
    fields = {field.name: field} if field else {}
    inverses = {inverse.name: inverse} if inverse else {}
    return Class(
        class_id, name, _SINGULAR, _PLURAL, None, _ABOUT.strip('"'), None, abstract, None, None, fields, {}, (),
        inverses, "",
    )  # fmt: skip


def _made(whole: Whole, suffix: str, cls: Class) -> Definition:
    definition = whole.api.classes.makers[suffix](cls)
    assert definition is not None, suffix
    return definition
