"""Makes templates of the types of classes: writes the types of an imaginary class with imaginary fields."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import repeat
from typing import Any, Protocol

from py_api.catalog.index import Head, Index
from py_api.catalog.model import Catalog, Class, Field, Inverse, Unique
from py_api.schema import naming as n
from py_api.schema import root_fields
from py_api.schema.class_types import WRITING
from py_api.schema.complete_schema import KINDS, CompleteSchema
from py_api.schema.definitions import Definition, EnumValue, Input, Kind
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.template import (
    ABOUT,
    ANCESTORS,
    CLASS,
    DEFAULT,
    DEFINED_IN,
    END,
    ENUM,
    FIELD,
    INTERFACE,
    PLURAL,
    REASON,
    SINGULAR,
    TARGET,
    VIA,
    ClassForm,
    ClassTemplate,
    FieldForm,
    Template,
)

# Types that show the class's fields and inverses; all others show its names alone, but for UNIQUE.
_BY_MEMBER = (
    "",
    n.SNAPSHOT,
    n.FILTER,
    n.ORDER_BY,
    n.DISTINCT_ON,
    n.AGGREGATE_FIELDS,
    n.AGGREGATE_FIELDS + n.ORDER_BY,
    n.KEY,
    n.GROUP_BY,
    n.HAVING_FIELDS,
    n.CREATE_INPUT,
    n.UPDATE_INPUT,
    n.UPSERT_INPUT,
    n.UNIQUE_INPUT,
)

# What follows the name of a member in the names of those beside it.
_BESIDE = ("", n.AGGREGATE, n.ANCESTORS, n.DESCENDANTS)

# Types that depend on what extends the class, and on what it extends.
OWN = ("", n.ITSELF, n.SNAPSHOT, n.ITSELF + n.SNAPSHOT)


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


class TemplateMaker:
    """types: makes the writer of a selection of __Type, for another schema."""

    def __init__(self, whole: CompleteSchema, types: Callable[[CompleteSchema], TypeTexts]) -> None:
        self._whole = whole
        self._catalog = whole.catalog
        self._types = types
        self._wholes: dict[tuple[bool, bool, int], tuple[CompleteSchema, TypeTexts]] = {}

    @cached_property
    def nothing(self) -> list[bytes]:
        """What no member at all adds to each list of members."""
        _, types = self._imagined()
        return [b"" for suffix in _BY_MEMBER for _ in types.lists(KINDS.get(suffix, Kind.OBJECT))]

    @cached_property
    def of_create_input(self) -> slice:
        """Where the lists of members of CREATE_INPUT stand among those of _BY_MEMBER."""
        _, types = self._imagined()
        counts = {suffix: len(types.lists(KINDS.get(suffix, Kind.OBJECT))) for suffix in _BY_MEMBER}
        start = sum(counts[suffix] for suffix in _BY_MEMBER[: _BY_MEMBER.index(n.CREATE_INPUT)])
        return slice(start, start + counts[n.CREATE_INPUT])

    @cached_property
    def value(self) -> Template:
        _, types = self._imagined()
        return Template(values.items_after([EnumValue(FIELD, ABOUT)]) for values in types.lists(Kind.ENUM))

    @cached_property
    def no_values(self) -> list[bytes]:
        """What no value at all adds to each list of them."""
        _, types = self._imagined()
        return [b"" for _ in types.lists(Kind.ENUM)]

    @cached_property
    def without(self) -> Template:
        whole, types = self._imagined()
        reference = Field(
            1,
            FIELD,
            self._catalog.types["reference"],
            FIELD,
            None,
            TARGET,
            2,
            CLASS,
            False,
            True,
            False,
            {},
            {"required": True},
            (),
            None,
            None,
            None,
            None,
            None,
        )
        one, links = whole.api.classes.inputs.inputs_without(_imaginary(field=reference), reference)
        return Template([",".join([types.definition(one, repeat(END)), types.definition(links)])])

    def of_field(self, field: Field, form: FieldForm) -> Template:
        return self._of_member(_imaginary(field=_imaginary_field(field, form)))

    def of_inverse(self, required: bool, of_itself: bool) -> Template:
        return self._of_member(_imaginary(inverse=Inverse(FIELD, TARGET, 1 if of_itself else 2, VIA, required)))

    def _of_member(self, cls: Class) -> Template:
        """Of the one member of an imaginary class."""
        whole, types = self._imagined()
        pieces = []
        for suffix in _BY_MEMBER:
            definition = whole.api.classes.makers[suffix](cls)
            assert definition is not None, suffix
            members = {**definition.outputs, **definition.inputs, **{v.name: v for v in definition.values}}
            shown = [members[name] for name in map(FIELD.__add__, _BESIDE) if name in members]
            shown = [
                member._replace(default=DEFAULT) if isinstance(member, Input) and member.default is not None else member
                for member in shown
            ]
            pieces += [slot.items_after(shown) for slot in types.lists(definition.kind)]
        return Template(pieces)

    def of_enum(self, field: Field, suffixes: tuple[str, ...]) -> Template:
        whole, types = self._imagined()
        imaginary = replace(
            field,
            name=FIELD,
            defined_in=DEFINED_IN,
            inherited=False,
            params={},
            label=None,
            description=ABOUT,
            enum=None,
        )
        definitions = whole.api.classes.enums.definitions(whole.catalog.entries[1], imaginary, suffixes)
        texts = (types.definition(d, repeat(END) if d.kind is Kind.ENUM else None) for d in definitions)
        return Template([",".join(texts)])

    def of_class(self, kind: ClassForm) -> ClassTemplate:
        whole, types = self._imagined(kind.is_interface, kind.abstract, kind.ancestors or 0)
        cls = replace(
            whole.catalog.entries[1],
            deprecated=REASON if kind.deprecated else None,
            rollup={} if kind.is_rollup else None,
        )
        places: dict[str, range] = {}
        number = 0
        for suffix in (n.UNIQUE, *_BY_MEMBER):
            places[suffix] = range(number, number := number + len(types.lists(KINDS.get(suffix, Kind.OBJECT))))
        texts: list[str] = []
        columns: list[tuple[int, bool]] = []
        for suffix in whole.api.classes.makers:
            definition = whole.api.classes.made(suffix, cls)
            if definition is None or (suffix in OWN and kind.ancestors is None):
                continue
            if suffix in WRITING and not whole.writes:
                continue
            first = suffix == n.UNIQUE or (suffix == n.UPDATE_INPUT and kind.has_members)  # it has none of its own
            if first:
                definition = replace(definition, inputs={}, values=())
            elif suffix == "":
                definition = replace(definition, description=ABOUT)
            texts.append(types.definition(definition, repeat(END) if suffix in places else None))
            columns += [(column, first) for column in places.get(suffix, ())]
        fields = (
            slot.items(whole.root_outputs(name, cls)) for name in root_fields.SHAPES for slot in types.field_lists
        )
        return ClassTemplate(Template([",".join(texts), *fields]), columns)

    def key(self, cls: Class, unique: Unique) -> list[bytes]:
        """A combination is a member of UNIQUE_INPUT alone. (There are few: they need no pattern.)"""
        whole, types = self._imagined()
        whole.learn(n.unique_name(cls, unique), Kind.INPUT)
        member = [whole.api.classes.inputs.combination_input(cls, unique)]
        return [
            slot.items_after(member if suffix == n.UNIQUE_INPUT else []).encode()
            for suffix in _BY_MEMBER
            for slot in types.lists(KINDS.get(suffix, Kind.OBJECT))
        ]

    def combination(self, cls: Class, unique: Unique) -> bytes:
        """The type that comes with a combination."""
        whole, types = self._imagined()
        for field in map(cls.fields.__getitem__, unique.fields):
            for named in (field, *field.former) if "Enum" in field.type.scalar else ():
                whole.learn_enum(n.enum_name(named))
        return types.definition(whole.api.classes.inputs.combination(cls, unique)).encode()

    def _imagined(
        self, is_interface: bool = False, abstract: bool = False, ancestors: int = 0
    ) -> tuple[CompleteSchema, TypeTexts]:
        """A schema with an imaginary class, what it refers to, and so many ancestors."""
        kind = (is_interface, abstract, ancestors)
        if kind not in self._wholes:
            above = range(5, 5 + ancestors)
            heads = [
                Head(1, CLASS, SINGULAR, PLURAL, 0, abstract, 5 if ancestors else None),
                Head(2, TARGET, "", "", 0, False, None),
                Head(3, INTERFACE, "", "", 0, True, None),
                *([Head(4, "", "", "", 0, False, 1)] if is_interface else []),
                *(Head(i, ANCESTORS[i - 5], "", "", 0, True, i + 1 if i + 1 in above else None) for i in above),
            ]
            entries = {head.id: _imaginary(head.name, head.id, abstract=head.abstract) for head in heads}
            catalog = Catalog(0, "", Index.of(heads), self._catalog.types, entries)
            whole = CompleteSchema(ApiSchema(catalog), self._whole.role)
            whole.learn_enum(ENUM)
            whole.learn_inputs_without(n.without(CLASS, FIELD))
            whole.learn_inputs_without(n.without(TARGET, VIA))
            types = self._types(whole)
            types.writer.literals[DEFAULT] = f'"{DEFAULT}"'
            self._wholes[kind] = (whole, types)
        return self._wholes[kind]


def _imaginary_field(field: Field, form: FieldForm) -> Field:
    return replace(
        field,
        name=FIELD,
        target=form.target,
        defined_in=form.target or "" if form.of_itself else DEFINED_IN,
        params={},
        messages=(),
        label=None,
        rules={"required": form.required, "unique": form.unique},
        description=ABOUT,
        aliases=(),
        alias_of=None,
        default=[] if form.has_default else None,
        deprecated=REASON if form.deprecated else None,
        enum=None,
        personal=False,
    )


def _imaginary(
    name: str = CLASS,
    class_id: int = 1,
    *,
    abstract: bool = False,
    field: Field | None = None,
    inverse: Inverse | None = None,
) -> Class:
    fields = {field.name: field} if field else {}
    inverses = {inverse.name: inverse} if inverse else {}
    return Class(class_id, name, SINGULAR, PLURAL, None, None, None, abstract, None, None, fields, {}, (), inverses, "")
