"""The classes of a tenant by id and by their names, in memory that many versions share.

An index is columns, as they were read, under what has changed since. So reading one costs no object for each class, a
change costs what it changes, and a head is made when it is asked for.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

CHANGES = 256  # lie over the columns; more are written into new ones
_WIDTH = 7  # of a row of thing.catalog_index
_SPACED = bytes.maketrans(b'[],"', b"    ")
_TRUE, _NULL = "true", "null"


@dataclass(frozen=True, slots=True)
class Head:
    """A class as the index has it. extends: id of the parent."""

    id: int
    name: str
    singular: str
    plural: str
    changed_version: int
    abstract: bool
    extends: int | None


@dataclass(frozen=True)
class _Columns:
    """Rows of thing.catalog_index, in order of ids, as words of its JSON: one tuple for each item of a row."""

    ids: Sequence[str]
    names: Sequence[str]
    singulars: Sequence[str]
    plurals: Sequence[str]
    versions: Sequence[str]
    abstract: Sequence[str]
    extends: Sequence[str]

    @classmethod
    def of(cls, words: Sequence[str]) -> "_Columns":
        return cls(*(words[item::_WIDTH] for item in range(_WIDTH)))

    def place(self, class_id: int) -> int | None:
        place = bisect_left(self.ids, class_id, key=int)
        return place if place < len(self.ids) and int(self.ids[place]) == class_id else None

    def head(self, place: int) -> Head:
        extends = self.extends[place]
        return Head(
            int(self.ids[place]),
            self.names[place],
            self.singulars[place],
            self.plurals[place],
            int(self.versions[place]),
            self.abstract[place] == _TRUE,
            None if extends == _NULL else int(extends),
        )

    @cached_property
    def places(self) -> Mapping[str, Mapping[str, int]]:
        """Attribute of a head -> its values -> place."""
        return _Lookups({"name": self.names, "singular": self.singulars, "plural": self.plurals})

    @cached_property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        children: dict[int, list[int]] = {}
        if self.extends.count(_NULL) < len(self.extends):
            for child, parent in zip(self.ids, self.extends, strict=True):
                if parent != _NULL:
                    children.setdefault(int(parent), []).append(int(child))
        return {parent: tuple(ids) for parent, ids in children.items()}


class _Lookups(dict[str, Mapping[str, int]]):
    """Made when one is asked for."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._columns = columns

    def __missing__(self, attribute: str) -> Mapping[str, int]:
        column = self._columns[attribute]
        made = self[attribute] = dict(zip(column, range(len(column)), strict=True))
        return made


@dataclass(frozen=True, eq=False)
class Index(Mapping[int, Head]):
    """Class id -> head, in order of ids."""

    columns: _Columns
    changes: Mapping[int, Head] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()

    @classmethod
    def of(cls, heads: Iterable[Head]) -> "Index":
        rows = sorted(heads, key=lambda head: head.id)
        words = (
            (
                str(h.id),
                h.name,
                h.singular,
                h.plural,
                str(h.changed_version),
                _TRUE if h.abstract else "false",
                _NULL if h.extends is None else str(h.extends),
            )
            for h in rows
        )
        return cls(_Columns.of([*chain.from_iterable(words)]))

    @classmethod
    def read(cls, rows: bytes) -> "Index":
        """Of the rows of thing.catalog_index, `[1, "Product", ...],[2, ...`: words and numbers, none with a mark in it.

        (To parse them as JSON and make an object of each takes eight times as long.)
        """
        return cls(_Columns.of(rows.translate(_SPACED).decode().split()))

    def changed(self, heads: Iterable[Head], gone: Iterable[int]) -> "Index":
        """The next version: these heads are new or changed, these ids are gone."""
        dropped, changed = {*gone}, {head.id: head for head in heads}
        changes = {i: h for i, h in self.changes.items() if i not in dropped} | changed
        new = Index(self.columns, changes, frozenset((self.gone | dropped) - changed.keys()))
        return new if len(changes) + len(new.gone) <= CHANGES else Index.of(new.values())

    # --- looking up -----------------------------------------------------------------------------------------------

    def __getitem__(self, class_id: int) -> Head:
        head = self.changes.get(class_id)
        if head is not None:
            return head
        place = None if class_id in self.gone else self.columns.place(class_id)
        if place is None:
            raise KeyError(class_id)
        return self.columns.head(place)

    def __iter__(self) -> Iterator[int]:
        ids = map(int, self.columns.ids)
        if not self.changes and not self.gone:
            return ids
        return iter(sorted({*ids, *self.changes} - self.gone))

    def __len__(self) -> int:
        place = self.columns.place
        more = sum(place(class_id) is None for class_id in self.changes)
        return len(self.columns.ids) + more - sum(place(class_id) is not None for class_id in self.gone)

    @cached_property
    def by_name(self) -> "Words":
        return Words(self, "name")

    @cached_property
    def by_singular(self) -> "Words":
        return Words(self, "singular")

    @cached_property
    def by_plural(self) -> "Words":
        return Words(self, "plural")

    @cached_property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        """Class id -> ids of the classes that extend it directly, in order of creation."""
        touched = self.gone | self.changes.keys()
        if not touched:
            return self.columns.children
        places = (place for place in map(self.columns.place, touched) if place is not None)
        parents = {head.extends for head in map(self.columns.head, places) if head.extends is not None}
        added: dict[int, set[int]] = {}
        for head in self.changes.values():
            if head.extends is not None:
                added.setdefault(head.extends, set()).add(head.id)
        children = dict(self.columns.children)
        for parent in parents | added.keys():
            ids = {i for i in children.get(parent, ()) if i not in touched} | added.get(parent, set())
            if ids:
                children[parent] = tuple(sorted(ids))
            else:
                children.pop(parent, None)
        return children


class Words(Mapping[str, Head]):
    """The heads by one of their names."""

    def __init__(self, index: Index, attribute: str) -> None:
        self._index = index
        self._attribute = attribute
        self._changed = {getattr(head, attribute): head for head in index.changes.values()}
        self._places = index.columns.places

    def __getitem__(self, word: str) -> Head:
        head = self._changed.get(word)
        if head is not None:
            return head
        index = self._index
        place = self._places[self._attribute][word]
        head = index.columns.head(place)
        if head.id in index.changes or head.id in index.gone:
            raise KeyError(word)
        return head

    def __iter__(self) -> Iterator[str]:
        return (getattr(head, self._attribute) for head in self._index.values())

    def __len__(self) -> int:
        return len(self._index)
