"""How much a document asks for, counted after the expansion of its fragments, in time linear to the document.

Nothing of a schema is needed: this comes before validation. Fragments that are missing or spread themselves are left
to validation, which reports them.

A connection and its things are one level: the selections of `nodes`, and of `edges { node }`, are as deep as that of
the field that has them. Since a tenant may call a field so, what is free is never free twice in a row: a selection has
at most three times the levels that are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from py_api.config import Limits
from py_api.errors import ApiError

INTROSPECTION_DEPTH = 20  # what every client's introspection query needs, with some air
# Where a selection stands. What it has of the names beside it is not a level of its own, and stands as it says there.
_THINGS, _FIELD, _EDGES = range(3)
_FREE: tuple[Mapping[str, int], ...] = ({}, {"nodes": _THINGS, "edges": _EDGES}, {"node": _THINGS})
_Place = tuple[str, int]  # a fragment, and where it is spread
OTHER_OPERATIONS = 5  # all operations of a document may have so many times the fields that one may have


@dataclass(slots=True)
class Tally:
    """depth and introspection: levels of selections, outside of and inside __schema and __type."""

    fields: int = 0
    aliases: int = 0
    directives: int = 0
    roots: int = 0
    depth: int = 0
    introspection: int = 0

    def add(self, other: "Tally", depth: int, introspecting: bool) -> None:
        """Count what a fragment has that is spread at this depth."""
        self.fields += other.fields
        self.aliases += other.aliases
        self.directives += other.directives
        if depth == 1:
            self.roots += other.roots
        above = depth - 1
        if introspecting:
            self.introspection = max(self.introspection, above + max(other.depth, other.introspection))
        else:
            self.depth = max(self.depth, above + other.depth)
            if other.introspection:
                self.introspection = max(self.introspection, above + other.introspection)


@dataclass(slots=True)
class _Part:
    """A definition by itself: its own tally, and what it spreads: fragment, depth, whether inside introspection."""

    own: Tally
    spreads: list[tuple[_Place, int, bool]] = field(default_factory=list)


def check_document(document: DocumentNode, operation: OperationDefinitionNode, limits: Limits) -> None:
    """Errors: FIELD_LIMIT, DEPTH_LIMIT, ALIAS_LIMIT, ROOT_FIELD_LIMIT, DIRECTIVE_LIMIT."""
    fragments = _Fragments(document)
    tally = fragments.of(operation)
    if tally is None:
        return
    _check("FIELD_LIMIT", "fields", tally.fields, limits.fields)
    _check("DEPTH_LIMIT", "levels", tally.depth, limits.depth)
    _check("DEPTH_LIMIT", "levels of introspection", tally.introspection, INTROSPECTION_DEPTH)
    _check("ALIAS_LIMIT", "aliases", tally.aliases, limits.aliases)
    _check("ROOT_FIELD_LIMIT", "root fields", tally.roots, limits.root_fields)
    _check("DIRECTIVE_LIMIT", "directives", tally.directives, limits.directives)
    operations = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    everything = sum(found.fields for each in operations if (found := fragments.of(each)) is not None)
    _check("FIELD_LIMIT", "fields in all its operations", everything, limits.fields * OTHER_OPERATIONS)


def spreads_itself(document: DocumentNode) -> bool:
    """Whether a fragment spreads itself, directly or through others."""
    return not _Fragments(document).sound


def _check(code: str, what: str, count: int, limit: int) -> None:
    if count > limit:
        shown = count if count < 10**9 else "more than a billion"
        raise ApiError(f"the operation has {shown} {what}; the limit is {limit}", code, limit=limit)


class _Fragments:
    """The fragments of a document, counted once for each kind of place that they are spread in."""

    def __init__(self, document: DocumentNode) -> None:
        """sound: no fragment spreads itself."""
        self._nodes = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._parts: dict[_Place, _Part] = {}
        self._tallies: dict[_Place, Tally] = {}
        self.sound = all(self._count((name, _THINGS)) for name in self._nodes)

    def of(self, operation: OperationDefinitionNode) -> Tally | None:
        """None where a fragment spreads itself."""
        directives = len(operation.directives or ())
        for variable in operation.variable_definitions or ():
            directives += len(variable.directives or ())
        part = _part(operation.selection_set, directives, False, _THINGS)
        if not self.sound or not all(self._count(place) for place, _, _ in part.spreads):
            return None
        return self._total(part)

    def _total(self, part: _Part) -> Tally:
        total = part.own
        for place, depth, introspecting in part.spreads:
            if (found := self._tallies.get(place)) is not None:
                total.add(found, depth, introspecting)
        return total

    def _part_of(self, place: _Place) -> _Part:
        if (part := self._parts.get(place)) is None:
            node = self._nodes[place[0]]
            inside = node.type_condition.name.value.startswith("__")
            part = self._parts[place] = _part(node.selection_set, len(node.directives or ()), inside, place[1])
        return part

    def _count(self, root: _Place) -> bool:
        """A fragment with what it spreads; False where one spreads itself. Without recursion: chains may be long."""
        if root[0] not in self._nodes or root in self._tallies:
            return True
        path = [(root, iter(self._part_of(root).spreads))]
        under_way = {root}
        while path:
            place, spreads = path[-1]
            for spread, _, _ in spreads:
                if spread in under_way:
                    return False
                if spread[0] in self._nodes and spread not in self._tallies:
                    path.append((spread, iter(self._part_of(spread).spreads)))
                    under_way.add(spread)
                    break
            else:
                path.pop()
                under_way.discard(place)
                self._tallies[place] = self._total(self._parts[place])
        return True


def _part(selection_set: SelectionSetNode, directives: int, introspecting: bool, where: int) -> _Part:
    own = Tally(directives=directives)
    part = _Part(own)
    stack = [(selection_set, 1, introspecting, where)]
    while stack:
        nested, depth, inside, where = stack.pop()
        if inside:
            own.introspection = max(own.introspection, depth)
        else:
            own.depth = max(own.depth, depth)
        free = _FREE[where]
        for node in nested.selections:
            own.directives += len(node.directives or ())
            if isinstance(node, FieldNode):
                own.fields += 1
                own.aliases += node.alias is not None
                own.roots += depth == 1
                if node.selection_set is not None:
                    name = node.name.value
                    deeper = depth + (name not in free)
                    inner = inside or name in ("__schema", "__type")
                    stack.append((node.selection_set, deeper, inner, free.get(name, _FIELD)))
            elif isinstance(node, FragmentSpreadNode):
                part.spreads.append(((node.name.value, where), depth, inside))
            else:
                stack.append((node.selection_set, depth, inside, where))  # type: ignore[attr-defined]
    return part
