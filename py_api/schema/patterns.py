"""The text of a class's types as patterns that names are put into: most of it is the same for all classes.

Types of classes are made of names, kinds and descriptions: the class's and its fields'. Their texts are written once
for an imaginary class and imaginary fields, whose names are characters that no name has, and become patterns: one for
each kind of class and each form of field that there is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple, Protocol

from py_api.catalog.index import Head, Index
from py_api.catalog.model import Catalog, Class, Field, Inverse, Unique
from py_api.schema import naming as n
from py_api.schema import roots
from py_api.schema.classes import WRITING, about, about_class, about_enum, has_input_without
from py_api.schema.definitions import Definition, EnumValue, Input, Kind
from py_api.schema.lazy import ApiSchema
from py_api.schema.literals import literal
from py_api.schema.whole import KINDS, Whole

# Types that show the class's fields and inverses; all others show its names alone, but for UNIQUE.
_BY_MEMBER = (
    "", n.SNAPSHOT, n.FILTER, n.ORDER_BY, n.AGGREGATE_FIELDS, n.AGGREGATE_FIELDS + n.ORDER_BY, n.KEY, n.GROUP_BY,
    n.HAVING_FIELDS, n.CREATE_INPUT, n.UPDATE_INPUT, n.UPSERT_INPUT, n.UNIQUE_INPUT,
)  # fmt: skip

# Types that depend on what extends the class, and on what it extends.
OWN = ("", n.ITSELF, n.SNAPSHOT, n.ITSELF + n.SNAPSHOT)

# The imaginary names: a letter that can become a capital, and a character for private use.
_CLASS, _SINGULAR, _PLURAL = "\ue000", "s\ue001", "p\ue002"
_FIELD, _TARGET, _DEFINED_IN = "f\ue003", "\ue004", "\ue005"
_INTERFACE = "\ue006"  # a target that is an interface
_VIA = "v\ue007"  # the field behind an inverse
_ABOUT, _REASON, _DEFAULT = "\ue008", "\ue009", "\ue00a"  # texts of people
_ENUM = _DEFINED_IN + n.capital(_FIELD)
_ANCESTORS = tuple(map(chr, range(0xE010, 0xE020)))

# What stands for them in a pattern: control characters, which JSON has in escapes alone. (A text may be null.)
_AS_JSON = (
    _ENUM, _CLASS, _SINGULAR, n.capital(_SINGULAR), _PLURAL, n.capital(_PLURAL), _FIELD,
    n.capital(_FIELD), _TARGET, _VIA, n.capital(_VIA),
    f'"{_ABOUT}"', f'"{_REASON}"', f'"{_DEFAULT}"', *_ANCESTORS,
)  # fmt: skip
_PLACES = [bytes([number]) for number, _ in enumerate(_AS_JSON, 1)]
(
    _AT_ENUM, _AT_CLASS, _AT_SINGULAR, _AT_CAPITAL_SINGULAR, _AT_PLURAL, _AT_CAPITAL_PLURAL, _AT_FIELD,
    _AT_CAPITAL_FIELD, _AT_TARGET, _AT_VIA, _AT_CAPITAL_VIA, _AT_ABOUT, _AT_REASON, _AT_DEFAULT, *_AT_ANCESTORS,
) = _PLACES  # fmt: skip
_END = "\0"  # of a piece


class _Form(NamedTuple):
    """What the texts of a field depend on beside names. target: an imaginary one."""

    type: str
    target: str | None
    searchable: bool
    has_column: bool
    non_null: bool
    required: bool
    unique: bool
    has_default: bool
    deprecated: bool


class _Kind(NamedTuple):
    """What the texts of a class depend on beside names and fields. ancestors: None where its own type is left out."""

    is_interface: bool
    abstract: bool
    deprecated: bool
    has_members: bool
    ancestors: int | None


class _Pattern:
    """A text in pieces, with places for names."""

    __slots__ = ("_text",)

    def __init__(self, pieces: Iterable[str]) -> None:
        text = "".join([piece + _END for piece in pieces])
        for imaginary, place in zip((*_AS_JSON, _INTERFACE), (*_PLACES, _AT_TARGET), strict=True):
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


class _ClassPattern(NamedTuple):
    """pattern: the types, a piece before each list of members and one behind; then fields of root types, a piece each.

    columns: which members go into the lists; do they stand at the beginning?
    """

    pattern: _Pattern
    columns: list[tuple[int, bool]]


def is_covered(catalog: Catalog, cls: Class) -> bool:
    """Does a pattern write the class's own type? An interface's depends on all that implements it."""
    return not catalog.is_interface(cls) and len(_ancestors(catalog, cls)) <= len(_ANCESTORS)


def _ancestors(catalog: Catalog, cls: Class) -> list[Head]:
    return list(catalog.ancestors(cls.id)) if cls.extends is not None else []


class MemberList(Protocol):
    """What shows the members of a type: fields, inputFields or enumValues."""

    def items(self, items: Iterable[Any]) -> str: ...

    def items_after(self, items: Iterable[Any]) -> str: ...


class Literals(Protocol):
    @property
    def literals(self) -> MutableMapping[str | None, str]: ...


class TypeTexts(Protocol):
    """What writes a selection of __Type (introspection.Types)."""

    @property
    def writer(self) -> Literals: ...

    @property
    def field_lists(self) -> Sequence[MemberList]: ...

    def lists(self, kind: Kind) -> Sequence[MemberList]: ...

    def definition(self, definition: Definition, more: Iterator[str] | None = None) -> str: ...


class Patterns:
    """The patterns of one selection of __Type. types: makes its writer, for another schema. All entries are there.

    strings, literals: texts and GraphQL literals -> JSON.
    """

    def __init__(
        self, whole: Whole, types: Callable[[Whole], TypeTexts], strings: Mapping[str | None, str],
        literals: Mapping[str | None, str],
    ) -> None:  # fmt: skip
        self._whole = whole
        self._catalog = whole.catalog
        self._types = types
        self._strings = strings
        self._literals = literals
        self._wholes: dict[tuple[bool, bool, int], tuple[Whole, TypeTexts]] = {}
        self._classes: dict[_Kind, _ClassPattern] = {}
        self._members: dict[_Form | bool, _Pattern] = {}  # (of inverses: are they required?)
        self._enums: dict[tuple[str, ...], _Pattern] = {}

    def texts(self, cls: Class) -> list[bytes]:
        """The types of a class (its own if is_covered); then for each root type and each selection of its fields, what
        the class adds."""
        catalog = self._catalog
        ancestors = _ancestors(catalog, cls) if is_covered(catalog, cls) else None
        kind = _Kind(
            catalog.is_interface(cls), cls.abstract, cls.deprecated is not None, bool(cls.fields or cls.inverses),
            len(ancestors) if ancestors is not None else None,
        )  # fmt: skip
        found = self._classes.get(kind)
        if found is None:
            found = self._classes[kind] = self._of_class(kind)
        values = [
            (_AT_CLASS, cls.name.encode()),
            (_AT_SINGULAR, cls.singular.encode()),
            (_AT_PLURAL, cls.plural.encode()),
            (_AT_CAPITAL_SINGULAR, n.capital(cls.singular).encode()),
            (_AT_CAPITAL_PLURAL, n.capital(cls.plural).encode()),
            (_AT_ABOUT, self._strings[about_class(cls)].encode()),
        ]
        values += [(place, head.name.encode()) for place, head in zip(_AT_ANCESTORS, ancestors or (), strict=False)]
        if cls.deprecated is not None:
            values.append((_AT_REASON, self._strings[cls.deprecated].encode()))
        pieces = found.pattern.filled(values)
        texts = [self._field(field, cls.is_key(f) or f in cls.former_keys) for f, field in cls.named_fields.items()]
        texts += map(self._inverse, cls.inverses.values())
        texts += [self._key(cls, unique) for unique in cls.combinations]
        members = self._columns(cls, texts)
        lists = [members[column][1:] if first else members[column] for column, first in found.columns]
        end = len(lists) + 1
        more = []
        for field, suffixes in self._whole.api.classes.brought_enums(cls):
            more.append(self._enum(field, suffixes))
        for number, field in enumerate(cls.named_fields.values()):
            if self._whole.writes and has_input_without(cls, field):
                more.append(self._inputs_without(cls, field, [*texts[:number], *texts[number + 1 :]]))
        more += [self._combination(cls, unique) for unique in cls.combinations]
        return [b",".join([_interleaved(pieces[:end], lists), *more]), *pieces[end:]]

    # --- members ------------------------------------------------------------------------------------------------

    @cached_property
    def _nothing(self) -> list[bytes]:
        """What no member at all adds to each list of members."""
        _, types = self._imagined()
        return [b"" for suffix in _BY_MEMBER for _ in types.lists(KINDS.get(suffix, Kind.OBJECT))]

    def _columns(self, cls: Class, members: list[list[bytes]]) -> list[bytes]:
        """What goes into each list of members, those of UNIQUE and _BY_MEMBER in turn; with a comma before each."""
        keys = cls.unique_keys.items()
        texts = [(key, None if key == names[0] else f"{', '.join(names)} together") for key, names in keys]
        texts += [(key, None) for key in cls.former_keys]
        return [*self._values(texts), *map(b"".join, zip(self._nothing, *members, strict=True))]

    def _field(self, field: Field, unique: bool) -> list[bytes]:
        target = None
        if field.target_id is not None:
            target = _INTERFACE if self._catalog.is_interface(self._catalog.entries[field.target_id]) else _TARGET
        form = _Form(
            field.type.name, target, field.searchable, field.column is not None, field.non_null,
            field.required and field.has_one_name, unique, field.default is not None, field.deprecated is not None,
        )  # fmt: skip
        pattern = self._members.get(form)
        if pattern is None:
            pattern = self._members[form] = self._of_member(_imaginary(field=_imaginary_field(field, form)))
        values = [(_AT_FIELD, field.name.encode()), (_AT_ABOUT, self._strings[about(field)].encode())]
        is_enum = "Enum" in field.type.scalar
        if target is not None:
            values.append((_AT_TARGET, (field.target or "").encode()))
        if is_enum:
            values.append((_AT_ENUM, n.enum_name(field).encode()))
        if form.has_default and not field.is_reference:
            values.append((_AT_DEFAULT, self._literals[literal(field.default, is_enum)].encode()))
        if form.deprecated:
            values.append((_AT_REASON, self._strings[field.deprecated].encode()))
        return pattern.filled(values)

    def _inverse(self, inverse: Inverse) -> list[bytes]:
        pattern = self._members.get(inverse.required)
        if pattern is None:
            imaginary = _imaginary(inverse=Inverse(_FIELD, _TARGET, 2, _VIA, inverse.required))
            pattern = self._members[inverse.required] = self._of_member(imaginary)
        names = (
            (_AT_FIELD, inverse.name), (_AT_TARGET, inverse.class_name), (_AT_VIA, inverse.field),
            (_AT_CAPITAL_VIA, n.capital(inverse.field)),
        )  # fmt: skip
        return pattern.filled((place, name.encode()) for place, name in names)

    def _key(self, cls: Class, unique: Unique) -> list[bytes]:
        """A combination is a member of UNIQUE_INPUT alone. (There are few: they need no pattern.)"""
        whole, types = self._imagined()
        whole.learn(n.unique_name(cls, unique), Kind.INPUT)
        member = [whole.api.classes.combination_input(cls, unique)]
        return [
            each.items_after(member if suffix == n.UNIQUE_INPUT else []).encode()
            for suffix in _BY_MEMBER
            for each in types.lists(KINDS.get(suffix, Kind.OBJECT))
        ]

    def _combination(self, cls: Class, unique: Unique) -> bytes:
        """The type that comes with a combination."""
        whole, types = self._imagined()
        for field in map(cls.fields.__getitem__, unique.fields):
            for each in (field, *field.former) if "Enum" in field.type.scalar else ():
                whole.learn_enum(n.enum_name(each))
        return types.definition(whole.api.classes.combination(cls, unique)).encode()

    @cached_property
    def _value(self) -> _Pattern:
        _, types = self._imagined()
        return _Pattern(each.items_after([EnumValue(_FIELD, _ABOUT)]) for each in types.lists(Kind.ENUM))

    def _values(self, values: Iterable[tuple[str, str | None]]) -> list[bytes]:
        """Of an enum, for each list of them; with a comma before each. values: names and descriptions."""
        filled, strings = self._value.filled, self._strings
        rows = [filled(((_AT_FIELD, k.encode()), (_AT_ABOUT, strings[text].encode()))) for k, text in values]
        if not rows:
            _, types = self._imagined()
            rows = [[b"" for _ in types.lists(Kind.ENUM)]]
        return [b"".join(column) for column in zip(*rows, strict=True)]

    def _enum(self, field: Field, suffixes: tuple[str, ...]) -> bytes:
        """Types that come with an enum."""
        pattern = self._enums.get(suffixes)
        if pattern is None:
            pattern = self._enums[suffixes] = self._of_enum(field, suffixes)
        text = self._strings[about_enum(field)].encode()
        pieces = pattern.filled(((_AT_ENUM, n.enum_name(field).encode()), (_AT_ABOUT, text)))
        if "" not in suffixes:
            return pieces[0]
        values = self._values((value, None) for value in field.params.get("values", ()))
        return _interleaved(pieces, [column[1:] for column in values])

    def _inputs_without(self, cls: Class, field: Field, others: list[list[bytes]]) -> bytes:
        """The inputs of a class that lack a reference. others: the members of the class but for it."""
        names = ((_AT_CLASS, cls.name), (_AT_FIELD, field.name), (_AT_CAPITAL_FIELD, n.capital(field.name)))
        pieces = self._without.filled((place, name.encode()) for place, name in names)
        created = [texts[self._of_create_input] for texts in (self._nothing, *others)]
        return _interleaved(pieces, [*map(b"".join, zip(*created, strict=True))])

    @cached_property
    def _of_create_input(self) -> slice:
        """Where the lists of members of CREATE_INPUT stand among those of _BY_MEMBER."""
        _, types = self._imagined()
        counts = {suffix: len(types.lists(KINDS.get(suffix, Kind.OBJECT))) for suffix in _BY_MEMBER}
        start = sum(counts[suffix] for suffix in _BY_MEMBER[: _BY_MEMBER.index(n.CREATE_INPUT)])
        return slice(start, start + counts[n.CREATE_INPUT])

    @cached_property
    def _without(self) -> _Pattern:
        whole, types = self._imagined()
        reference = Field(
            1, _FIELD, self._catalog.types["reference"], _FIELD, None, _TARGET, 2, _CLASS, False, True, False, {},
            {"required": True}, (), None, None, None, None, None,
        )  # fmt: skip
        one, links = whole.api.classes.inputs_without(_imaginary(field=reference), reference)
        return _Pattern([",".join([types.definition(one, repeat(_END)), types.definition(links)])])

    # --- making patterns ----------------------------------------------------------------------------------------

    def _of_member(self, cls: Class) -> _Pattern:
        """Of the one member of an imaginary class."""
        whole, types = self._imagined()
        pieces = []
        for suffix in _BY_MEMBER:
            definition = whole.api.classes.makers[suffix](cls)
            assert definition is not None, suffix
            members = {**definition.outputs, **definition.inputs, **{v.name: v for v in definition.values}}
            found = [members[_FIELD]] if _FIELD in members else []
            found = [
                m._replace(default=_DEFAULT) if isinstance(m, Input) and m.default is not None else m for m in found
            ]
            pieces += [each.items_after(found) for each in types.lists(definition.kind)]
        return _Pattern(pieces)

    def _of_enum(self, field: Field, suffixes: tuple[str, ...]) -> _Pattern:
        whole, types = self._imagined()
        imaginary = replace(
            field, name=_FIELD, defined_in=_DEFINED_IN, inherited=False, params={}, label=None, description=_ABOUT,
            enum=None,
        )  # fmt: skip
        found = whole.api.classes.enums(whole.catalog.entries[1], imaginary, suffixes)
        return _Pattern([",".join(types.definition(d, repeat(_END) if d.kind is Kind.ENUM else None) for d in found)])

    def _of_class(self, kind: _Kind) -> _ClassPattern:
        whole, types = self._imagined(kind.is_interface, kind.abstract, kind.ancestors or 0)
        cls = replace(whole.catalog.entries[1], deprecated=_REASON if kind.deprecated else None)
        places: dict[str, range] = {}
        number = 0
        for suffix in (n.UNIQUE, *_BY_MEMBER):
            places[suffix] = range(number, number := number + len(types.lists(KINDS.get(suffix, Kind.OBJECT))))
        texts: list[str] = []
        columns: list[tuple[int, bool]] = []
        for suffix, maker in whole.api.classes.makers.items():
            definition = maker(cls)
            if definition is None or (suffix in OWN and kind.ancestors is None):
                continue
            if suffix in WRITING and not whole.writes:
                continue
            first = suffix == n.UNIQUE or (suffix == n.UPDATE_INPUT and kind.has_members)  # it has none of its own
            if first:
                definition = replace(definition, inputs={}, values=())
            elif suffix == "":
                definition = replace(definition, description=_ABOUT)
            texts.append(types.definition(definition, repeat(_END) if suffix in places else None))
            columns += [(column, first) for column in places.get(suffix, ())]
        fields = (each.items(whole.root_outputs(name, cls)) for name in roots.SHAPES for each in types.field_lists)
        return _ClassPattern(_Pattern([",".join(texts), *fields]), columns)

    def _imagined(
        self, is_interface: bool = False, abstract: bool = False, ancestors: int = 0
    ) -> tuple[Whole, TypeTexts]:
        """A schema with an imaginary class, what it refers to, and so many ancestors."""
        kind = (is_interface, abstract, ancestors)
        if kind not in self._wholes:
            above = range(5, 5 + ancestors)
            heads = [
                Head(1, _CLASS, _SINGULAR, _PLURAL, 0, abstract, 5 if ancestors else None),
                Head(2, _TARGET, "", "", 0, False, None),
                Head(3, _INTERFACE, "", "", 0, True, None),
                *([Head(4, "", "", "", 0, False, 1)] if is_interface else []),
                *(Head(i, _ANCESTORS[i - 5], "", "", 0, True, i + 1 if i + 1 in above else None) for i in above),
            ]
            entries = {head.id: _imaginary(head.name, head.id, abstract=head.abstract) for head in heads}
            catalog = Catalog(0, "", Index.of(heads), self._catalog.types, entries)
            whole = Whole(ApiSchema(catalog), self._whole.role)
            whole.learn_enum(_ENUM)
            whole.learn_inputs_without(n.without(_CLASS, _FIELD))
            whole.learn_inputs_without(n.without(_TARGET, _VIA))
            types = self._types(whole)
            types.writer.literals[_DEFAULT] = f'"{_DEFAULT}"'
            self._wholes[kind] = (whole, types)
        return self._wholes[kind]


def _interleaved(pieces: list[bytes], between: list[bytes]) -> bytes:
    """pieces: one more."""
    found = [b""] * (2 * len(between) + 1)
    found[::2], found[1::2] = pieces, between
    return b"".join(found)


def _imaginary_field(field: Field, form: _Form) -> Field:
    return replace(
        field, name=_FIELD, target=form.target, defined_in=_DEFINED_IN, params={}, messages=(), label=None,
        rules={"required": form.required, "unique": form.unique}, description=_ABOUT, aliases=(), alias_of=None,
        default=[] if form.has_default else None,
        deprecated=_REASON if form.deprecated else None, enum=None,
    )  # fmt: skip


def _imaginary(
    name: str = _CLASS, class_id: int = 1, *, abstract: bool = False, field: Field | None = None,
    inverse: Inverse | None = None,
) -> Class:  # fmt: skip
    fields = {field.name: field} if field else {}
    inverses = {inverse.name: inverse} if inverse else {}
    return Class(
        class_id, name, _SINGULAR, _PLURAL, None, None, None, abstract, None, None, fields, {}, (), inverses, ""
    )
