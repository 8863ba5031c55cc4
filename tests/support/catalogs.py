"""Catalogs without a database: made of a short description, drawn at random, or as large as one likes."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from py_api.catalog.index import Head, Index
from py_api.catalog.model import Catalog, Class, Field, FieldType, Inverse, Unique
from py_api.schema.naming import capital

_COMPARED = "eq,ne,in,notIn,isNull,lt,lte,gt,gte"
_EQUAL = "eq,ne,in,notIn,isNull"
_RANGE = f"{_EQUAL},overlaps,contains,containedBy,containsValue"
_LISTED = "eq,ne,isNull,has,hasAny,hasAll"
_TYPES = (
    ("text", "text", "text", "String", f"{_COMPARED},contains,startsWith,endsWith,like,ilike,search"),
    ("integer", "number", "integer", "Int", _COMPARED),
    ("bigint", "number", "bigint", "BigInt", _COMPARED),
    ("decimal", "number", "numeric", "Decimal", _COMPARED),
    ("float", "number", "double precision", "Float", _COMPARED),
    ("boolean", "boolean", "boolean", "Boolean", _EQUAL),
    ("date", "date", "date", "Date", _COMPARED),
    ("time", "time", "time", "Time", _COMPARED),
    ("datetime", "datetime", "timestamptz", "DateTime", _COMPARED),
    ("uuid", "uuid", "uuid", "UUID", _EQUAL),
    ("json", "json", "jsonb", "JSON", f"{_EQUAL},contains,hasKey"),
    ("select", "select", "text", "Enum", _EQUAL),
    ("multiselect", "list", "text[]", "[Enum!]", _LISTED),
    ("email", "text", "text", "String", f"{_COMPARED},contains,startsWith,endsWith,like,ilike,search"),
    ("reference", "reference", "uuid", "ID", _EQUAL),
    ("references", "reference", None, "[ID!]", "some,every,none"),
    ("geometry", "geometry", "public.geometry", "GeoJSON", "isNull,intersects,within,contains,near"),
    ("tree", "tree", "public.ltree", "String", f"{_EQUAL},ancestorOf,descendantOf,matches"),
    ("vector", "vector", "public.vector", "[Float!]", "isNull,near"),
    *(
        (f"{item}List", "list", f"{pg_type}[]", f"[{scalar}!]", _LISTED)
        for item, pg_type, scalar in (
            ("text", "text", "String"),
            ("integer", "integer", "Int"),
            ("bigint", "bigint", "BigInt"),
            ("decimal", "numeric", "Decimal"),
            ("float", "double precision", "Float"),
            ("date", "date", "Date"),
            ("time", "time", "Time"),
            ("datetime", "timestamptz", "DateTime"),
            ("uuid", "uuid", "UUID"),
        )
    ),
    ("integerRange", "range", "int8range", "Range", _RANGE),
    ("decimalRange", "range", "numrange", "Range", _RANGE),
    ("dateRange", "range", "daterange", "Range", _RANGE),
    ("datetimeRange", "range", "tstzrange", "Range", _RANGE),
)
TYPES: Mapping[str, FieldType] = {
    name: FieldType(
        name,
        category,
        pg_type,
        scalar,
        tuple(operators.split(",")),
        category == "text",
        None,
        "{value}",
        "any",
        item="select" if name == "multiselect" else name.removesuffix("List") if category == "list" else None,
    )
    for name, category, pg_type, scalar, operators in _TYPES
}


@dataclass(frozen=True)
class F:
    """A field of its own class. aliases: former names. target: name of a class, None for any. values: of an enum."""

    name: str
    type: str = "text"
    target: str | None = None
    values: tuple[str, ...] = ("RED", "GREEN")
    rules: Mapping[str, Any] | None = None
    messages: tuple[str, ...] = ()
    default: Any = None
    non_null: bool = False
    searchable: bool = False
    label: str | None = None
    description: str | None = None
    deprecated: str | None = None
    aliases: tuple[str, ...] = ()
    enum: str | None = None  # that it shares


@dataclass(frozen=True)
class C:
    """A class. relaxed: inherited fields that may be null here although they may not in the parent."""

    name: str
    fields: Sequence[F] = ()
    extends: str | None = None
    abstract: bool = False
    label: str | None = None
    description: str | None = None
    deprecated: str | None = None
    uniques: Mapping[str, tuple[str, ...]] | None = None
    relaxed: frozenset[str] = frozenset()


def plural(name: str) -> str:
    word = name[:1].lower() + name[1:]
    return word + ("List" if word.endswith("s") else "s")


def catalog(classes: Sequence[C], types: Mapping[str, FieldType] = TYPES, loaded: bool = True) -> Catalog:
    """As thing.catalog_entries would have it. Parents stand before their children."""
    ids = {c.name: i for i, c in enumerate(classes, 1)}
    heads = {
        ids[c.name]: Head(
            ids[c.name],
            c.name,
            c.name[:1].lower() + c.name[1:],
            plural(c.name),
            1,
            c.abstract,
            ids.get(c.extends or ""),
        )
        for c in classes
    }
    by_name = {c.name: c for c in classes}
    referring: dict[str, list[tuple[C, F]]] = {}
    for c in classes:
        for f in c.fields:
            if f.target is not None:
                referring.setdefault(f.target, []).append((c, f))
    entries: dict[int, Class] = {}
    inherited: dict[str, dict[str, Field]] = {}
    inverses: dict[str, dict[str, Inverse]] = {}
    for c in classes:
        fields = {
            name: replace(f, inherited=True, non_null=f.non_null and name not in c.relaxed)
            for name, f in inherited.get(c.extends or "", {}).items()
        }
        fields |= {f.name: _field(f, c, ids, number) for number, f in enumerate(c.fields)}
        inherited[c.name] = fields
        inverses[c.name] = dict(inverses.get(c.extends or "", {}))
        taken = {*_all_names(c, by_name, classes), *inverses[c.name]}
        for other, f in referring.get(c.name, ()):
            short, long = plural(other.name), plural(other.name) + "By" + capital(f.name)
            name = next(n for n in (short, long, *(f"{long}{i}" for i in range(2, 99))) if n not in taken)
            taken.add(name)
            required = _field(f, other, ids, 0).must_be_given and not other.abstract
            inverses[c.name][name] = Inverse(name, other.name, ids[other.name], f.name, required)
        head = heads[ids[c.name]]
        made = Class(
            head.id,
            c.name,
            head.singular,
            head.plural,
            c.label,
            c.description,
            c.deprecated,
            c.abstract,
            c.extends,
            None if c.abstract else f"tc_{head.singular.lower()}",
            fields,
            {},
            tuple(Unique(n, u) for n, u in (c.uniques or {}).items()),
            inverses[c.name],
            "",
        )
        entries[head.id] = replace(made, shape=_digest(made))
    shape = _digest([heads, sorted((i, e.shape) for i, e in entries.items())])
    enums: dict[str, int] = {}
    for c in classes:
        for f in c.fields:
            if f.enum is not None:
                enums.setdefault(f.enum, ids[c.name])
                if f.type == "multiselect":
                    enums.setdefault(f"[{f.enum}]", ids[c.name])
    return Catalog(1, shape, Index.of(heads.values()), types, entries if loaded else {}, enums)


def _all_names(c: C, by_name: Mapping[str, C], classes: Sequence[C]) -> set[str]:
    """Names of the fields of a class, of its ancestors and of all that extend it."""
    up, found = c, set(_names(c))
    while up.extends is not None:
        up = by_name[up.extends]
        found.update(_names(up))
    family = {c.name}
    for other in classes:
        if other.extends in family:
            family.add(other.name)
            found.update(_names(other))
    return found


def _names(c: C) -> Iterator[str]:
    return (name for f in c.fields for name in (f.name, *f.aliases))


def _field(f: F, c: C, ids: Mapping[str, int], number: int) -> Field:
    kind = TYPES[f.type]
    is_many = kind.pg_type is None
    return Field(
        ids[c.name] * 100 + number,
        f.name,
        kind,
        None if is_many else f"c{number}",
        f"tj_{number}" if is_many else None,
        f.target,
        ids[f.target] if f.target else None,
        c.name,
        False,
        f.non_null,
        f.searchable,
        {"values": list(f.values)} if "Enum" in kind.scalar else {},
        f.rules or {},
        f.messages,
        f.default,
        f.label,
        f.description,
        f.deprecated,
        None,
        aliases=tuple((name, "2999-01-01T00:00:00Z") for name in f.aliases),
        enum=f.enum,
        enum_description=f.enum and f"About {f.enum}.",
    )


def _digest(value: Any) -> str:
    return hashlib.md5(repr(value).encode(), usedforsecurity=False).hexdigest()


# --- large ones ---------------------------------------------------------------------------------------------------------

_TWELVE = (
    "text",
    "text",
    "text",
    "integer",
    "decimal",
    "float",
    "boolean",
    "date",
    "datetime",
    "select",
    "json",
    "reference",
)


def chain(length: int) -> Catalog:
    """Classes that refer to the next each."""
    return catalog(
        [
            C(f"Link{i}", [F("label"), F("next", "reference", f"Link{i + 1}" if i < length else None)])
            for i in range(1, length + 1)
        ]
    )


def large(classes: int, changed: int | None = None) -> Catalog:
    """Classes of twelve fields, each with names, descriptions and types of its own. changed: one with a field more."""
    found = []
    for i in range(1, classes + 1):
        fields = [
            F(
                f"field{i}x{j}", _TWELVE[(i + j) % 12], f"Class{i % classes + 1}",
                rules={"required": True} if j % 3 == 0 else None, messages=("is required",) if j % 3 == 0 else (),
                non_null=j % 3 == 0, description=f"Field {j} of class {i}.",
            )
            for j in range(12)
        ]  # fmt: skip
        fields = [f if f.type == "reference" else replace(f, target=None) for f in fields]
        found.append(C(f"Class{i}", fields + ([F("more")] if i == changed else []), description=f"Class number {i}."))
    return catalog(found)


# --- at random ----------------------------------------------------------------------------------------------------------

NAMES = ("Alpha", "Beta", "URL", "Delta", "Series", "Zeta", "X1")
_FIELDS = ("name", "kind", "Kind", "type", "input", "on", "_x", "y1", "count", "nodes")
texts = st.text(max_size=30) | st.sampled_from(
    [
        '"""',
        '"',
        "\\",
        "a\n  b\n",
        "\n",
        " a",
        "\ta",
        "# no",
        "\u2028",
        "\ue000",
        "s\ue001 %s %(name)s",
        "\x7f",
        "ä",
        "😀",
    ]
)
_some = st.none() | texts
_DEFAULTS: Mapping[str, st.SearchStrategy[Any]] = {
    "text": texts,
    "integer": st.integers(-(2**31), 2**31 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "date": st.just("2024-02-29"),
    "select": st.sampled_from(("RED", "GREEN")),
    "multiselect": st.lists(st.sampled_from(("RED", "GREEN"))),
    "textList": st.lists(texts, max_size=3),
    "integerList": st.lists(st.integers(-(2**31), 2**31 - 1), max_size=3),
    "floatList": st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=3),
    "json": st.recursive(
        texts | st.integers() | st.booleans(),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(("a", "b c")), inner),
        max_leaves=4,
    ),
}


@st.composite
def _fields(draw: st.DrawFn, name: str, targets: Sequence[str]) -> F:
    kind = draw(st.sampled_from(list(TYPES)))
    required = draw(st.booleans())
    rules: dict[str, Any] = {"required": True} if required else {}
    if kind == "text" and draw(st.booleans()):
        rules |= {"minLength": 2, "pattern": draw(texts), "unique": True}
    target = draw(st.none() | st.sampled_from(targets)) if TYPES[kind].category == "reference" else None
    default = draw(st.none() | _DEFAULTS[kind]) if kind in _DEFAULTS else None
    return F(
        name,
        kind,
        target,
        ("RED", "GREEN"),
        rules,
        tuple(f"breaks {r}" for r in rules),
        default,
        required and draw(st.booleans()),
        draw(st.booleans()),
        draw(_some),
        draw(_some),
        draw(_some),
        draw(st.sampled_from([(), (), (f"{name}Formerly",)])),
    )


@st.composite
def random_classes(draw: st.DrawFn) -> list[C]:
    """Classes with fields of all types, references in all directions, inheritance of any depth."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    found: list[C] = []
    used: dict[str, set[str]] = {}
    for name in names:
        extends = draw(st.none() | st.sampled_from([c.name for c in found])) if found else None
        free = [f for f in _FIELDS if f not in used.get(extends or "", set())]
        chosen = draw(st.lists(st.sampled_from(free), max_size=4, unique=True)) if free else []
        fields = [draw(_fields(f, names)) for f in chosen]
        used[name] = used.get(extends or "", set()) | set(chosen)
        relaxed = (
            frozenset(draw(st.lists(st.sampled_from(sorted(used[name])), max_size=1))) if used[name] else frozenset()
        )
        found.append(
            C(
                name,
                fields,
                extends,
                draw(st.booleans()),
                draw(_some),
                draw(_some),
                draw(_some),
                {"both": tuple(chosen[:2])} if len(chosen) > 1 else None,
                relaxed,
            )
        )
    return found
