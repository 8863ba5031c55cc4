"""What became of a name that a document asks for and the schema has no more: renamed or dropped, and when (pure)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from py_api.catalog.index import Head
from py_api.catalog.model import Class
from py_api.compiler.client_impact.uses import enum_field
from py_api.compiler.unknown_name import UnknownName
from py_api.schema import naming as n
from py_api.schema import root_fields
from py_api.schema.definitions import Definition
from py_api.schema.lazy_schema import ApiSchema

_OF_A_FIELD = ("", n.FILTER, n.LIST_FILTER)  # types that come with a select


class Fate(NamedTuple):
    """renamed_to: what it is called now; None: it was dropped. version: the first without the old name."""

    version: int
    renamed_to: str | None = None

    @property
    def text(self) -> str:
        if self.renamed_to is None:
            return f"It was dropped in version {self.version}."
        return f"It was renamed to `{self.renamed_to}` in version {self.version}."

    @property
    def params(self) -> Mapping[str, Any]:
        return {"renamedTo": self.renamed_to, "version": self.version}


class _Member(NamedTuple):
    kind: str
    key: str
    version: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The singulars and plurals of the past, as root_fields.find takes them."""

    by_singular: Mapping[str, Head]
    by_plural: Mapping[str, Head]


class PastNames:
    """rows: of thing.past_names, the latest first."""

    def __init__(self, rows: Sequence[tuple[int, str, str | None, str, int]]) -> None:
        words: dict[str, dict[str, Head]] = {"class": {}, "singular": {}, "plural": {}}
        self._members: dict[tuple[int, str], list[_Member]] = defaultdict(list)
        self._fields: dict[int, list[str]] = defaultdict(list)
        self._enums: dict[str, tuple[int, str, int]] = {}  # that fields share -> class, field, version
        for class_id, kind, key, name, version in rows:
            if kind in words:
                words[kind].setdefault(name, Head(class_id, name, name, name, version, False, None))
            else:
                self._members[class_id, name].append(_Member(kind, key or "", version))
                if kind == "enum":
                    self._enums.setdefault(name, (class_id, key or "", version))
                if kind == "field":
                    self._fields[class_id].append(name)
        self._classes = words["class"]
        self._words = _Words(words["singular"], words["plural"])

    def explained(self, api: ApiSchema, unknown: UnknownName) -> tuple[str, Fate] | None:
        """The error about the name, with what became of it in place of what may have been meant.

        None where nothing is known. Raises NotLoaded.
        """
        fate = self._fate(api, unknown)
        return (f"{unknown.said}. {fate.text}", fate) if fate is not None else None

    def _fate(self, api: ApiSchema, unknown: UnknownName) -> Fate | None:
        name, within = unknown.name, unknown.within
        if within is None:
            return self._type(api, name)
        if within in root_fields.SHAPES:
            return self._root(api, within, name)
        definition = api.define(within)
        return self._member(api, definition, name) if definition is not None else None

    # --- classes --------------------------------------------------------------------------------------------------

    def _root(self, api: ApiSchema, root: str, name: str) -> Fate | None:
        match = root_fields.find(root_fields.SHAPES[root], self._words, name)
        if match is None:
            return None
        shape, old = match
        if old.id not in api.catalog.heads:
            return Fate(old.changed_version)
        now = shape.name(api.catalog.heads[old.id])
        kind: Any = api.schema.type_map.get(root)
        return Fate(old.changed_version, now) if kind is not None and now in kind.fields else None

    def _type(self, api: ApiSchema, name: str) -> Fate | None:
        for suffix in api.classes.makers:
            old = self._classes.get(name.removesuffix(suffix)) if name.endswith(suffix) else None
            if old is not None:
                if old.id not in api.catalog.heads:
                    return Fate(old.changed_version)
                now = api.catalog.heads[old.id].name + suffix
                return Fate(old.changed_version, now) if api.define(now) is not None else None
        return self._shared_enum(api, name) or self._enum(api, name)

    def _shared_enum(self, api: ApiSchema, name: str) -> Fate | None:
        for suffix in _OF_A_FIELD:
            class_id, key, version = self._enums.get(name.removesuffix(suffix), (0, "", 0))
            if class_id == 0 or not name.endswith(suffix):
                continue
            fields = api.catalog.class_of(class_id).fields.values() if class_id in api.catalog.heads else ()
            now = next((field for field in fields if str(field.id) == key), None)
            new = n.enum_name(now) + suffix if now is not None and "Enum" in now.type.scalar else None
            return Fate(version, new if new is not None and api.define(new) is not None else None)
        return None

    def _enum(self, api: ApiSchema, name: str) -> Fate | None:
        """Of the types of a select, which are called by the class and the field."""
        for length in range(len(name) - 1, 0, -1):
            class_name, rest = name[:length], name[length:]
            old = self._classes.get(class_name) or api.catalog.by_name.get(class_name)
            if old is None:
                continue
            is_live = old.id in api.catalog.heads
            now = api.catalog.class_of(old.id) if is_live else None
            for field_name in (*self._fields.get(old.id, ()), *(now.fields if now is not None else ())):
                suffix = rest.removeprefix(n.capital(field_name))
                if suffix == rest or suffix not in _OF_A_FIELD:
                    continue
                field = now.fields.get(field_name) if now is not None else None
                fate = None if field is not None or now is None else self._field(now, field_name)
                version = max(old.changed_version if class_name in self._classes else 0, fate.version if fate else 0)
                if now is not None and fate is not None and fate.renamed_to is not None:
                    field = now.fields[fate.renamed_to]
                if field is None:
                    return Fate(version)
                new = n.enum_name(field) + suffix
                return Fate(version, new) if api.define(new) is not None else None
        return None

    # --- what classes have ----------------------------------------------------------------------------------------

    def _member(self, api: ApiSchema, definition: Definition, name: str) -> Fate | None:
        if definition.class_id is None:
            return None
        cls = api.catalog.class_of(definition.class_id)
        names = {*definition.outputs, *definition.inputs, *(value.name for value in definition.values)}
        for fate in self._fates(api, cls, definition, name):
            if fate.renamed_to is None or (fate.renamed_to in names and fate.renamed_to != name):
                return fate
        return None

    def _fates(self, api: ApiSchema, cls: Class, definition: Definition, name: str) -> Iterator[Fate]:
        of_select = enum_field(cls, definition.name)
        for member in self._members.get((cls.id, name), ()):
            if of_select is not None:
                if member.kind == "value" and member.key == str(of_select.id):
                    yield Fate(member.version)
            elif member.kind == "field":
                yield _found(cls, member)
            elif member.kind == "inverse":
                yield self._inverse(api, cls, member)
            elif member.kind == "unique" and definition.name.endswith(n.UNIQUE):
                yield Fate(member.version)

    def _field(self, cls: Class, name: str) -> Fate | None:
        members = (member for member in self._members.get((cls.id, name), ()) if member.kind == "field")
        return next((_found(cls, member) for member in members), None)

    def _inverse(self, api: ApiSchema, cls: Class, member: _Member) -> Fate:
        other_id, _, field_name = member.key.partition(".")
        if int(other_id) in api.catalog.heads:
            other = api.catalog.class_of(int(other_id))
            fate = self._field(other, field_name) if field_name not in other.fields else None
            field_name = fate.renamed_to or field_name if fate is not None else field_name
            for inverse in cls.inverses.values():
                if inverse.class_id == other.id and inverse.field == field_name:
                    return Fate(member.version, inverse.name)
        return Fate(member.version)


def _found(cls: Class, member: _Member) -> Fate:
    """Of a field, which is found again by its id."""
    now = next((field.name for field in cls.fields.values() if str(field.id) == member.key), None)
    return Fate(member.version, now)
