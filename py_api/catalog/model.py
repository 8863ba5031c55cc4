"""What the API knows of a tenant: immutable readings of thing.catalog_index, _entries and _types.

A catalog starts as an index (names, ids, who extends whom) and takes the entries of classes in as operations touch
them. It never asks for them itself: what is missing is raised as NotLoaded; the caller loads and repeats.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from py_api.catalog.index import Head, Index
from py_api.catalog.policies import ClassMask

Json = Any


class NotLoaded(BaseException):
    """Entries of these class ids are needed. No Exception, so that no library between here and there swallows it."""

    def __init__(self, ids: Iterable[int]) -> None:
        super().__init__("catalog entries are needed")
        self.ids = tuple(ids)


@dataclass(frozen=True, slots=True)
class FieldType:
    """A row of thing.field_types, its templates rendered for this server (thing.catalog_types)."""

    name: str
    category: str
    pg_type: str | None  # None: a join table holds the values
    scalar: str  # "Int", "Enum", "[Enum!]", "ID", ...
    operators: tuple[str, ...]
    searchable: bool
    from_json: str | None
    to_json: str
    json_kind: str
    schema: str | None = None  # of the type's extension
    expects: str = "a value"  # what a value is called: "a date like 2024-02-29"
    takes: str | None = None  # regular expression of the text of a value; None: all that PostgreSQL reads
    compared_as: str | None = None  # template over {column}: what is equal in values that are the same
    item: str | None = None  # of a list: the type of its items

    @classmethod
    def read(cls, entry: Mapping[str, Json]) -> "FieldType":
        return cls(
            name=entry["name"],
            category=entry["category"],
            pg_type=entry.get("pgType"),
            scalar=entry["scalar"],
            operators=tuple(entry["operators"]),
            searchable=bool(entry.get("searchable")),
            from_json=entry.get("fromJson"),
            to_json=entry.get("toJson") or "to_jsonb({value})",
            json_kind=entry["jsonKind"],
            schema=entry.get("schema"),
            expects=entry["expects"],
            takes=entry.get("takes"),
            compared_as=entry.get("comparedAs"),
            item=entry.get("item"),
        )


@dataclass(frozen=True, slots=True)
class Field:
    """A live field of a class, inherited ones included.

    aliases: former names that the API still has, each with the time that it ends. alias_of: this is one of those, of
    the field of that name. computed: the expression of a computed field, which is never written. computed_sql: what it
    is read as where it is not stored, a template over {row}; computed_columns: the columns that stand in that.
    """

    id: int
    name: str
    type: FieldType
    column: str | None
    join_table: str | None
    target: str | None  # name of the class that a reference points to; None with category reference: any class
    target_id: int | None
    defined_in: str  # name of the class that has the field first
    inherited: bool
    non_null: bool
    searchable: bool
    params: Mapping[str, Json]
    rules: Mapping[str, Json]
    messages: tuple[str, ...]
    default: Json
    label: str | None
    description: str | None
    deprecated: str | None
    on_delete: str | None
    default_sql: str | None = None  # of a default that is relative to now, or counts up
    indexed: bool = False
    aliases: tuple[tuple[str, str], ...] = ()
    alias_of: str | None = None
    enum: str | None = None  # that it shares with other fields; None: its options are its own
    enum_description: str | None = None
    computed: str | None = None
    computed_sql: str | None = None
    computed_columns: tuple[str, ...] = ()
    personal: bool = False

    @property
    def is_reference(self) -> bool:
        return self.type.category == "reference"

    @property
    def is_many(self) -> bool:
        return self.is_reference and self.type.pg_type is None

    @property
    def required(self) -> bool:
        return self.rules.get("required") is True

    @property
    def shown_default(self) -> Json:
        """What a value that is not given will be; None: that is not known before."""
        return None if self.default_sql is not None and isinstance(self.default, dict) else self.default

    @property
    def must_be_given(self) -> bool:
        """Of a new thing."""
        needed = self.required and self.default is None and self.column is not None and self.has_one_name
        return needed and self.computed is None

    @property
    def has_one_name(self) -> bool:
        """Else it may be given by the other."""
        return not self.aliases and self.alias_of is None

    @property
    def own_name(self) -> str:
        return self.alias_of or self.name

    @property
    def former(self) -> "Iterator[Field]":
        """The field by its former names."""
        for name, until in self.aliases:
            reason = f"renamed to {self.name}; gone after {until[:10]}"
            yield replace(self, name=name, deprecated=reason, default=None, aliases=(), alias_of=self.name)


@dataclass(frozen=True, slots=True)
class Inverse:
    """Things of another class that refer here: through which field of which class.

    required: a new thing of that class must be given its reference.
    """

    name: str
    class_name: str
    class_id: int
    field: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Unique:
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """A column of a rollup. path: ids of fields; None: of the things themselves. function: None of a key.

    by, zone: which part of a date it is, where.
    """

    column: str
    path: tuple[int, ...] | None
    function: str | None = None
    by: str | None = None
    zone: str | None = None

    @classmethod
    def read(cls, entry: Mapping[str, Json]) -> "KeptColumn":
        path = tuple(entry["path"]) if "path" in entry else None
        return cls(entry["column"], path, entry.get("function"), entry.get("by"), entry.get("zone"))


@dataclass(frozen=True, slots=True)
class Rollup:
    """Figures of a class's things that each write keeps right, once they are filled. filter: of which things; fields
    stand in it by their ids.
    """

    id: int
    table: str
    filter: Json
    keys: tuple[KeptColumn, ...]
    figures: tuple[KeptColumn, ...]

    @classmethod
    def read(cls, entry: Mapping[str, Json]) -> "Rollup":
        keys, figures = (tuple(map(KeptColumn.read, entry[part])) for part in ("keys", "figures"))
        return cls(entry["id"], entry["table"], entry.get("filter"), keys, figures)


@dataclass(frozen=True)
class Class:
    """An entry of the catalog."""

    id: int
    name: str
    singular: str
    plural: str
    label: str | None
    description: str | None
    deprecated: str | None
    abstract: bool
    extends: str | None
    table: str | None
    fields: Mapping[str, Field]
    checks: Mapping[str, Json]
    uniques: tuple[Unique, ...]
    inverses: Mapping[str, Inverse]
    shape: str
    rollup: Json = None  # as thing_classes.rollup: figures of groups of another class's things
    rollups: tuple[Rollup, ...] = ()  # of its own things, the smallest first
    keeps: tuple[str, ...] = ()  # tables with kept figures that change with its things
    mask: ClassMask | None = None  # None: all of it may be read

    @cached_property
    def named_fields(self) -> Mapping[str, Field]:
        """All that the API has: fields, and behind them the fields by their former names."""
        return {**self.fields, **{f.name: f for field in self.fields.values() for f in field.former}}

    @cached_property
    def column_fields(self) -> tuple[Field, ...]:
        """Those that are written."""
        return tuple(f for f in self.fields.values() if f.column is not None and f.computed is None)

    @cached_property
    def unique_keys(self) -> Mapping[str, tuple[str, ...]]:
        """What tells one thing: name -> fields. Single unique fields have their own name; so has the id."""
        keys: dict[str, tuple[str, ...]] = {"id": ("id",)}
        keys |= {f.name: (f.name,) for f in self.fields.values() if f.rules.get("unique") is True}
        keys |= {u.name: u.fields for u in self.uniques if u.name not in keys}
        return keys

    @cached_property
    def former_keys(self) -> Mapping[str, Field]:
        """Unique fields by their former names, but for those that a combination has."""
        former = (f for field in self.fields.values() if self.is_key(field.name) for f in field.former)
        return {f.name: f for f in former if f.name not in self.unique_keys}

    def own_key(self, name: str) -> str:
        """What a key is called now."""
        return self.former_keys[name].own_name if name in self.former_keys else name

    def is_key(self, field: str) -> bool:
        """Does this field alone tell one thing?"""
        return self.unique_keys.get(field) == (field,)

    @cached_property
    def combinations(self) -> tuple[Unique, ...]:
        """Those of the keys that are named by their own name, not a field's: their values are objects."""
        return tuple(u for u in self.uniques if self.unique_keys[u.name] == u.fields and not self.is_key(u.name))


def _read_field(entry: Mapping[str, Json], types: Mapping[str, FieldType]) -> Field:
    get = entry.get
    return Field(
        entry["id"],
        entry["name"],
        types[entry["type"]],
        get("column"),
        get("joinTable"),
        get("target"),
        get("targetId"),
        entry["definedIn"],
        "inheritedFrom" in entry,
        entry["nonNull"],
        get("searchable", False),
        entry["params"],
        entry["rules"],
        tuple(entry["messages"]),
        entry["default"],
        get("label"),
        get("description"),
        get("deprecated"),
        get("onDelete"),
        get("defaultSql"),
        get("indexed", False),
        tuple(get("aliases", {}).items()),
        enum=get("enum"),
        enum_description=get("enumDescription"),
        computed=get("computed"),
        computed_sql=get("computedSql"),
        computed_columns=tuple(get("computedColumns", ())),
        personal=get("personal", False),
    )


def read_class(entry: Mapping[str, Json], types: Mapping[str, FieldType]) -> Class:
    """An entry of thing.catalog_entries. A field of a type that this server has not is left out."""
    get = entry.get
    return Class(
        id=entry["id"],
        name=entry["name"],
        singular=entry["singular"],
        plural=entry["plural"],
        label=get("label"),
        description=get("description"),
        deprecated=get("deprecated"),
        abstract=entry["abstract"],
        extends=get("extends"),
        table=get("table"),
        fields={f["name"]: _read_field(f, types) for f in entry["fields"] if f["type"] in types},
        checks=entry["checks"],
        uniques=tuple(Unique(u["name"], tuple(u["fields"])) for u in entry["uniques"]),
        inverses={
            i["name"]: Inverse(i["name"], i["class"], i["classId"], i["field"], i.get("required", False))
            for i in entry["inverses"]
        },
        shape=entry["shape"],
        rollup=get("rollup"),
        rollups=tuple(map(Rollup.read, get("rollups", ()))),
        keeps=tuple(get("keeps", ())),
    )


@dataclass(frozen=True, eq=False)
class Catalog:
    """One version of a tenant's schema. Only `entries` grows, and only by what this version has."""

    version: int
    shape: str
    heads: Index
    types: Mapping[str, FieldType]
    entries: dict[int, Class] = field(default_factory=dict)
    enums: Mapping[str, int] = field(default_factory=dict)  # as thing.enum_owners: "Status", "[Status]" -> class id

    def changed(
        self,
        version: int,
        shape: str,
        heads: Iterable[Head],
        gone: Iterable[int],
        entries: Iterable[Class] = (),
        enums: Mapping[str, int] | None = None,
    ) -> "Catalog":
        """The next version: these heads are new or changed, these ids are gone. What is loaded of the rest is shared.

        entries: of classes that changed, as far as they are known. enums: None where they are the same.
        """
        heads, gone = (*heads,), (*gone,)
        known = dict(self.entries)
        for class_id in (*gone, *(head.id for head in heads)):
            known.pop(class_id, None)
        known.update((entry.id, entry) for entry in entries)
        return Catalog(
            version, shape, self.heads.changed(heads, gone), self.types, known, self.enums if enums is None else enums
        )

    @property
    def is_masked(self) -> bool:
        """Whether policies leave out some of it."""
        return self.stored is not self

    @property
    def stored(self) -> "Catalog":
        """Where entries are put as they are read."""
        return self

    @property
    def by_name(self) -> Mapping[str, Head]:
        return self.heads.by_name

    @property
    def by_singular(self) -> Mapping[str, Head]:
        return self.heads.by_singular

    @property
    def by_plural(self) -> Mapping[str, Head]:
        return self.heads.by_plural

    @property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        """Class id -> ids of the classes that extend it directly, in order of creation."""
        return self.heads.children

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def class_of(self, class_id: int) -> Class:
        """Raises NotLoaded."""
        try:
            return self.entries[class_id]
        except KeyError:
            raise NotLoaded([class_id]) from None

    def named(self, name: str) -> Class:
        """Raises KeyError for no such class, NotLoaded."""
        return self.class_of(self.by_name[name].id)

    def is_interface(self, head: Head | Class) -> bool:
        return head.abstract or head.id in self.children

    def family(self, class_id: int) -> list[int]:
        """The class and all that extend it, itself first."""
        family = [class_id]
        for member in family:
            family.extend(self.children.get(member, ()))
        return family

    def ancestors(self, class_id: int) -> Iterator[Head]:
        """Parents, nearest first."""
        parent = self.heads[class_id].extends
        while parent is not None:
            yield self.heads[parent]
            parent = self.heads[parent].extends

    def concrete(self, class_id: int) -> list[Class]:
        """The classes whose tables hold the things of a class: itself and its descendants, but the abstract ones."""
        ids = [i for i in self.family(class_id) if not self.heads[i].abstract]
        if missing := [i for i in ids if i not in self.entries]:
            raise NotLoaded(missing)
        return [self.entries[i] for i in ids]

    def type_name(self, cls: Head | Class) -> str:
        """Name of the object type of the things that are of this very class."""
        return f"{cls.name}Itself" if self.is_interface(cls) else cls.name
