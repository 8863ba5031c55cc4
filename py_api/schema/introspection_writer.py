"""Answers to introspection, written as JSON text from definitions; graphql-core's types are never built for it.

What a client selects is compiled to templates, which lists of definitions go through column by column: the loops run
in C. A text per class is kept (schema.text_cache): after a change only the classes that changed are written again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any, NamedTuple

from py_api.catalog.model import Class
from py_api.errors import ApiError
from py_api.schema import root_fields
from py_api.schema.complete_schema import DIRECTIVE_DEFINITIONS, CompleteSchema, Directive
from py_api.schema.definitions import Definition, EnumValue, Input, Kind, Output
from py_api.schema.sdl_printer import printed_literal
from py_api.schema.template_maker import OWN
from py_api.schema.text_cache import TEXT_CACHE, TextCache
from py_api.schema.type_templates import TypeTemplates, is_covered

LARGEST = 512 * 1024 * 1024  # 1,000 classes of 12 fields take some 110 MB, half of it intermediate


class Selected(NamedTuple):
    """A field of introspection that a client selects, under which key. argument: the name that __type asks for."""

    key: str
    name: str
    parts: tuple["Selected", ...] = ()
    include_deprecated: bool = False
    argument: str | None = None


def written(
    whole: CompleteSchema, selected: Selected, texts: TextCache = TEXT_CACHE, largest: int = LARGEST
) -> list[bytes]:
    """The value of a root field __schema or __type, in pieces. Raises NotLoaded with all that is missing.

    texts: where those of classes are kept; largest: how many characters may be written, intermediate texts included:
    RESPONSE_TOO_LARGE beyond.
    """
    writer = Writer(whole, texts, largest)
    return writer.schema(selected.parts) if selected.name == "__schema" else writer.type(selected)


# --- values -----------------------------------------------------------------------------------------------------------


class _Memo(dict[Any, str]):
    """A dict that makes what it lacks."""

    def __init__(self, make: Callable[[Any], str], **known: str) -> None:
        super().__init__(known)
        self._make = make

    def __missing__(self, key: Any) -> str:
        value = self[key] = self._make(key)
        return value


def _string(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


def _literal(value: str | None) -> str:
    return "null" if value is None else encode_basestring(printed_literal(value))


Column = Callable[[Iterable[Any]], Iterable[str]]
_FLAGS = _Memo(lambda reason: "false" if reason is None else "true")


class Rows:
    """Items as JSON objects of one form, all at once. columns: item -> the texts that go into the template."""

    __slots__ = ("columns", "template")

    def __init__(self, template: str, columns: Sequence[Column]) -> None:
        self.template = template
        self.columns = columns

    def texts(self, items: Sequence[Any]) -> list[str]:
        if not self.columns:
            return [self.template] * len(items)
        return list(map(self.template.__mod__, zip(*[column(items) for column in self.columns], strict=True)))


def _template(parts: Iterable[tuple[str, str | None]]) -> str:
    """{"key": value, ...}; %s where there is no value yet. (Keys and constants are free of %: names all.)"""
    return "{" + ",".join(f'"{key}":{"%s" if value is None else value}' for key, value in parts) + "}"


def _column(position: int, memo: Mapping[Any, str] | None = None) -> Column:
    """The texts of one position of the items: as they are, or as memo has them."""
    get = itemgetter(position)
    if memo is None:
        return lambda items: map(get, items)
    text = memo.__getitem__
    return lambda items: map(text, map(get, items))


# --- writing ----------------------------------------------------------------------------------------------------------


class Writer:
    """One answer."""

    def __init__(self, whole: CompleteSchema, texts: TextCache, largest: int) -> None:
        self.whole = whole
        self.texts = texts
        self.left = largest
        self.strings = _Memo(_string)
        self.literals = _Memo(_literal)
        self._types: dict[tuple[Selected, ...], Types] = {}

    def types(self, parts: tuple[Selected, ...]) -> "Types":
        """The writer of a selection of __Type."""
        types = self._types.get(parts)
        if types is None:
            types = self._types[parts] = Types(self, parts)
        return types

    def joined(self, texts: list[str]) -> str:
        """With commas. Counts what is written."""
        self.count(texts)
        return ",".join(texts)

    def count(self, texts: Sequence[str] | Sequence[bytes]) -> None:
        """Raises RESPONSE_TOO_LARGE."""
        self.left -= sum(map(len, texts))
        if self.left < 0:
            raise ApiError(
                "The answer would be too large. Ask for single types, __type(name:), or fewer fields of each.",
                "RESPONSE_TOO_LARGE",
            )

    # --- roots --------------------------------------------------------------------------------------------------

    def type(self, selected: Selected) -> list[bytes]:
        definition = self.whole.define(selected.argument or "")
        return [b"null" if definition is None else self.types(selected.parts).definition(definition).encode()]

    def schema(self, parts: tuple[Selected, ...]) -> list[bytes]:
        pieces: list[bytes] = []
        for part in parts:
            pieces += [b',"%s":' % part.key.encode(), *self._schema_part(part)]
        return [b"{", pieces[0][1:], *pieces[1:], b"}"]

    def _schema_part(self, part: Selected) -> list[bytes]:
        match part.name:
            case "types":
                return self._all_types(part.parts)
            case "queryType" | "mutationType" | "subscriptionType":
                name = part.name.removesuffix("Type").capitalize()
                return [self.types(part.parts).references[name].encode() if name in self.whole.api.roots else b"null"]
            case "directives":
                rows = self.directives(part.parts)
                return [f"[{self.joined(rows.texts(self.shown(DIRECTIVE_DEFINITIONS, part)))}]".encode()]
            case "__typename":
                return [b'"__Schema"']
        return [b"null"]  # description

    def _all_types(self, parts: tuple[Selected, ...]) -> list[bytes]:
        whole, types = self.whole, self.types(parts)
        classes = whole.classes
        rest = [types.definition(d) for d in whole.statics() if d.name not in root_fields.SHAPES]
        pieces = [b"[", self.joined(rest).encode()]
        fields: list[tuple[bytes, ...]] = []
        templates = TypeTemplates(
            whole, lambda other: Writer(other, self.texts, self.left).types(parts), self.strings, self.literals
        )
        selection = hashlib.md5(repr(parts).encode(), usedforsecurity=False).digest()
        for cls in classes:
            if types.is_shallow:
                key = (selection, whole.depends(cls))
                known = self.texts.get(key)
                if known is None:
                    masked = cls.mask is not None  # which no template knows
                    known = self._one_by_one(types, cls) if masked else self._by_templates(types, templates, cls)
                    self.texts.put(key, known)
            else:  # the selection goes on into the types of fields: it depends on more than the class
                known = self._one_by_one(types, cls)
            pieces += (b",", known[0])
            fields.append(known[1:])
        columns = list(zip(*fields, strict=True))
        for name in whole.api.roots:
            of_root, columns = columns[: len(types.field_lists)], columns[len(types.field_lists) :]
            pieces += [b",", *types.root(whole.root(name), of_root)]
        pieces.append(b"]")
        return pieces

    def _by_templates(self, types: "Types", templates: TypeTemplates, cls: Class) -> tuple[bytes, ...]:
        """The types of a class; then for each root type and each selection of its fields, the fields of the class."""
        texts = templates.texts(cls)
        self.count(texts)
        if is_covered(self.whole.catalog, cls):
            return tuple(texts)
        made = self.whole.api.classes
        class_types = [types.definition(d) for suffix in OWN if (d := made.makers[suffix](cls)) is not None]
        return (b"%s,%s" % (self.joined(class_types).encode(), texts[0]), *texts[1:])

    def _one_by_one(self, types: "Types", cls: Class) -> tuple[bytes, ...]:
        """The same."""
        whole = self.whole
        class_types = self.joined([types.definition(d) for d in whole.of_class(cls)])
        fields = (
            slot.items(whole.root_outputs(name, cls)) for name in root_fields.SHAPES for slot in types.field_lists
        )
        return (class_types.encode(), *(text.encode() for text in fields))

    # --- forms --------------------------------------------------------------------------------------------------

    def shown(self, items: Iterable[Any], part: Selected) -> Sequence[Any]:
        """Without those that are deprecated, unless the client wants them. (`deprecated` is a field of all items.)"""
        return [i for i in items if part.include_deprecated or i.deprecated is None]

    def _rows(self, type_name: str, parts: tuple[Selected, ...], column: Callable[[Selected], Column]) -> Rows:
        names = [(p.key, f'"{type_name}"' if p.name == "__typename" else None) for p in parts]
        return Rows(_template(names), [column(p) for p in parts if p.name != "__typename"])

    def _common(self, item: Any, part: Selected) -> Column:
        """Of the fields that fields, arguments, enum values and directives share. item: its NamedTuple."""
        position = item._fields.index
        match part.name:
            case "name":
                return _column(position("name"), self.strings)
            case "description":
                return _column(position("description"), self.strings)
            case "isDeprecated":
                return _column(position("deprecated"), _FLAGS)
            case "deprecationReason":
                return _column(position("deprecated"), self.strings)
            case "type":
                return _column(position("type"), self.types(part.parts).references)
            case "defaultValue":
                return _column(position("default"), self.literals)
        raise AssertionError(part.name)

    def fields(self, parts: tuple[Selected, ...]) -> Rows:
        return self._rows("__Field", parts, lambda p: self._args(p) if p.name == "args" else self._common(Output, p))

    def inputs(self, parts: tuple[Selected, ...]) -> Rows:
        return self._rows("__InputValue", parts, lambda p: self._common(Input, p))

    def values(self, parts: tuple[Selected, ...]) -> Rows:
        return self._rows("__EnumValue", parts, lambda p: self._common(EnumValue, p))

    def directives(self, parts: tuple[Selected, ...]) -> Rows:
        def column(part: Selected) -> Column:
            match part.name:
                case "args":
                    return self._args(part)
                case "isRepeatable":
                    return lambda items: ["true" if i.repeatable else "false" for i in items]
                case "locations":
                    return lambda items: [f"[{','.join(map(encode_basestring, i.locations))}]" for i in items]
            return self._common(Directive, part)

        return self._rows("__Directive", parts, column)

    def _args(self, part: Selected) -> Column:
        rows = self.inputs(part.parts)

        def texts(items: Iterable[Any]) -> Iterable[str]:
            return [f"[{self.joined(rows.texts(self.shown(i.args, part)))}]" if i.args else "[]" for i in items]

        return texts


class List:
    """A list of a definition's members: fields, inputFields, enumValues."""

    def __init__(
        self, writer: Writer, part: Selected, rows: Rows, members: Callable[[Definition], Iterable[Any]]
    ) -> None:
        self.writer, self.part, self.rows, self.members = writer, part, rows, members

    def items(self, items: Iterable[Any]) -> str:
        return self.writer.joined(self.rows.texts(self.writer.shown(items, self.part)))

    def items_after(self, items: Iterable[Any]) -> str:
        """With a comma before each."""
        text = self.items(items)
        return text and "," + text

    def __call__(self, definition: Definition) -> str:
        return f"[{self.items(self.members(definition))}]"


Slot = Callable[[Definition], str]
_FIELDS = (Kind.OBJECT, Kind.INTERFACE)
# Fields of __Type that say something of some kinds only.
_KINDS: Mapping[str, tuple[Kind, ...]] = {
    "fields": _FIELDS,
    "interfaces": _FIELDS,
    "possibleTypes": (Kind.INTERFACE,),
    "enumValues": (Kind.ENUM,),
    "inputFields": (Kind.INPUT,),
    "isOneOf": (Kind.INPUT,),
    "specifiedByURL": (Kind.SCALAR,),
    "ofType": (),
}
_OF_NAME = ("kind", "name", "ofType", "__typename")  # can be said of a type whose definition was not read


class Types:
    """A selection of __Type: types as definitions, and references to types like "[Product!]!"."""

    def __init__(self, writer: Writer, parts: tuple[Selected, ...]) -> None:
        self.writer = writer
        self.parts = parts
        self.references = _Memo(self._reference)
        self.is_flat = _is_flat(parts)
        self.is_shallow = _is_shallow(parts)
        self._slots = {p: self._slot(p) for p in parts if p.name not in _OF_NAME or p.name == "name"}
        self.field_lists = [s for s in self._slots.values() if isinstance(s, List) and s.part.name == "fields"]
        self._forms = {kind: self._form(kind) for kind in Kind}
        self._named = {kind: self._flat_form(kind) for kind in Kind} if self.is_flat else {}
        self._wrappers = {kind: self._wrapper(kind) for kind in ("NON_NULL", "LIST")}
        self._inner: list[_Memo] | None = None

    # --- definitions --------------------------------------------------------------------------------------------

    def definition(self, definition: Definition, more: Iterator[str] | None = None) -> str:
        """more: what is added to the lists of members."""
        template, slots = self._forms[definition.kind]
        if more is not None:
            texts = [
                f"[{s.items(s.members(definition))}{next(more)}]" if isinstance(s, List) else s(definition)
                for s in slots
            ]
            return template % tuple(texts)
        return template % tuple([slot(definition) for slot in slots])

    def lists(self, kind: Kind) -> list["List"]:
        """What shows members of types of this kind."""
        return [slot for slot in self._forms[kind][1] if isinstance(slot, List)]

    def root(self, definition: Definition, lists: Sequence[Sequence[bytes]]) -> list[bytes]:
        """A root type in pieces; lists: for each selection of its fields, the texts that classes add."""
        template, slots = self._forms[definition.kind]
        pieces: list[bytes] = []
        more = iter(lists)
        for before, slot in zip(template.split("%s"), [*slots, None], strict=True):
            pieces.append(before.encode())
            if isinstance(slot, List):
                of_root = [slot.items(slot.members(definition)).encode(), *next(more, ())]
                members = [piece for text in of_root if text for piece in (b",", text)]
                pieces += [b"[", *members[1:], b"]"]
            elif slot is not None:
                pieces.append(slot(definition).encode())
        return pieces

    def _form(self, kind: Kind) -> tuple[str, list[Slot]]:
        values = [(p.key, self._constant(p, kind)) for p in self.parts]
        return _template(values), [self._slots[p] for p in self.parts if self._constant(p, kind) is None]

    def _constant(self, part: Selected, kind: Kind) -> str | None:
        """What the field says of all types of this kind; None when it depends."""
        if part.name == "kind":
            return f'"{kind}"'
        if part.name == "__typename":
            return '"__Type"'
        return "null" if kind not in _KINDS.get(part.name, (kind,)) else None

    def _slot(self, part: Selected) -> Slot:
        writer, whole = self.writer, self.writer.whole
        match part.name:
            case "name":
                return lambda d: f'"{d.name}"'
            case "description":
                return lambda d: writer.strings[d.description]
            case "specifiedByURL":
                return lambda d: writer.strings[d.specified_by]
            case "isOneOf":
                return lambda d: "true" if d.one_of else "false"
            case "fields":
                return List(writer, part, writer.fields(part.parts), lambda d: d.outputs.values())
            case "inputFields":
                return List(writer, part, writer.inputs(part.parts), lambda d: d.inputs.values())
            case "enumValues":
                return List(writer, part, writer.values(part.parts), lambda d: d.values)
            case "interfaces":
                named = writer.types(part.parts).references
                return lambda d: f"[{writer.joined([named[name] for name in d.interfaces])}]"
            case "possibleTypes":
                possible = writer.types(part.parts).references
                return lambda d: f"[{writer.joined([possible[name] for name in whole.possible_types(d.name)])}]"
        raise AssertionError(part.name)

    # --- references ---------------------------------------------------------------------------------------------

    def _reference(self, text: str) -> str:
        if text.endswith("!"):
            return self._wrapped("NON_NULL", text[:-1])
        if text.startswith("["):
            return self._wrapped("LIST", text[1:-1])
        whole = self.writer.whole
        if self.is_flat:
            return self._named[whole.kind(text)].replace("%s", text)
        definition = whole.define(text)
        assert definition is not None, text
        return self.definition(definition)

    def _wrapped(self, kind: str, inner: str) -> str:
        if self._inner is None:
            self._inner = [self.writer.types(p.parts).references for p in self.parts if p.name == "ofType"]
        texts = tuple([references[inner] for references in self._inner])
        self.writer.left -= sum(map(len, texts))
        return self._wrappers[kind] % texts

    def _wrapper(self, kind: str) -> str:
        known = {"kind": f'"{kind}"', "__typename": '"__Type"', "ofType": None}
        return _template((p.key, known.get(p.name, "null")) for p in self.parts)

    def _flat_form(self, kind: Kind) -> str:
        values = [(p.key, '"%s"' if p.name == "name" else self._constant(p, kind)) for p in self.parts]
        return _template(values)


def _is_flat(parts: tuple[Selected, ...]) -> bool:
    """Can the selection be written of a type's name and kind alone?"""
    return all(p.name in _OF_NAME for p in parts)


def _is_shallow(parts: tuple[Selected, ...]) -> bool:
    """Are all types that the selection of a type leads to asked for their names and kinds alone?"""

    def references(parts: tuple[Selected, ...]) -> Iterable[tuple[Selected, ...]]:
        for part in parts:
            if part.name in ("type", "ofType", "interfaces", "possibleTypes"):
                yield part.parts
            yield from references(part.parts)

    return all(_is_flat(selection) for selection in references(parts))
