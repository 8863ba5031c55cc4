"""How much a document asks for, counted after the expansion of its fragments, in time linear to the document.

Nothing of a schema is needed: this comes before validation. Fragments that are missing or spread themselves are left
to validation, which reports them.
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
OTHER_OPERATIONS = 5  # all operations of a document may have so many times the fields that one may have


@dataclass(slots=True)
class Tally:
    """depth and introspection: nested selection sets, outside of and inside __schema and __type."""

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
    """A definition by itself: its own tally, and what it spreads: name, depth, whether inside introspection."""

    own: Tally
    spreads: list[tuple[str, int, bool]] = field(default_factory=list)


def check_document(document: DocumentNode, operation: OperationDefinitionNode, limits: Limits) -> None:
    """Errors: FIELD_LIMIT, DEPTH_LIMIT, ALIAS_LIMIT, ROOT_FIELD_LIMIT, DIRECTIVE_LIMIT."""
    parts = {
        d.name.value: _part(d.selection_set, len(d.directives or ()), d.type_condition.name.value.startswith("__"))
        for d in document.definitions
        if isinstance(d, FragmentDefinitionNode)
    }
    tallies = _tallies(parts)
    if tallies is None:
        return
    tally = _of(operation, tallies)
    _check("FIELD_LIMIT", "fields", tally.fields, limits.fields)
    _check("DEPTH_LIMIT", "levels", tally.depth, limits.depth)
    _check("DEPTH_LIMIT", "levels of introspection", tally.introspection, INTROSPECTION_DEPTH)
    _check("ALIAS_LIMIT", "aliases", tally.aliases, limits.aliases)
    _check("ROOT_FIELD_LIMIT", "root fields", tally.roots, limits.root_fields)
    _check("DIRECTIVE_LIMIT", "directives", tally.directives, limits.directives)
    operations = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    everything = sum(_of(each, tallies).fields for each in operations)
    _check("FIELD_LIMIT", "fields in all its operations", everything, limits.fields * OTHER_OPERATIONS)


def spreads_itself(document: DocumentNode) -> bool:
    """Whether a fragment spreads itself, directly or through others."""
    parts = {
        d.name.value: _part(d.selection_set, 0, False)
        for d in document.definitions
        if isinstance(d, FragmentDefinitionNode)
    }
    return _tallies(parts) is None


def _check(code: str, what: str, count: int, limit: int) -> None:
    if count > limit:
        shown = count if count < 10**9 else "more than a billion"
        raise ApiError(f"the operation has {shown} {what}; the limit is {limit}", code, limit=limit)


def _of(operation: OperationDefinitionNode, tallies: Mapping[str, Tally]) -> Tally:
    directives = len(operation.directives or ())
    for variable in operation.variable_definitions or ():
        directives += len(variable.directives or ())
    return _total(_part(operation.selection_set, directives, False), tallies)


def _total(part: _Part, tallies: Mapping[str, Tally]) -> Tally:
    total = part.own
    for name, depth, introspecting in part.spreads:
        if (found := tallies.get(name)) is not None:
            total.add(found, depth, introspecting)
    return total


def _part(selection_set: SelectionSetNode, directives: int, introspecting: bool) -> _Part:
    own = Tally(directives=directives)
    part = _Part(own)
    stack = [(selection_set, 1, introspecting)]
    while stack:
        nested, depth, inside = stack.pop()
        if inside:
            own.introspection = max(own.introspection, depth)
        else:
            own.depth = max(own.depth, depth)
        for node in nested.selections:
            own.directives += len(node.directives or ())
            if isinstance(node, FieldNode):
                own.fields += 1
                own.aliases += node.alias is not None
                own.roots += depth == 1
                if node.selection_set is not None:
                    stack.append((node.selection_set, depth + 1, inside or node.name.value in ("__schema", "__type")))
            elif isinstance(node, FragmentSpreadNode):
                part.spreads.append((node.name.value, depth, inside))
            else:
                stack.append((node.selection_set, depth, inside))  # type: ignore[attr-defined]
    return part


def _tallies(parts: Mapping[str, _Part]) -> dict[str, Tally] | None:
    """Each fragment with what it spreads; None where one spreads itself. Without recursion: chains may be long."""
    found: dict[str, Tally] = {}
    for root in parts:
        path = [] if root in found else [(root, iter(parts[root].spreads))]
        under_way = {root}
        while path:
            name, spreads = path[-1]
            for spread, _, _ in spreads:
                if spread in under_way:
                    return None
                if spread in parts and spread not in found:
                    path.append((spread, iter(parts[spread].spreads)))
                    under_way.add(spread)
                    break
            else:
                path.pop()
                under_way.discard(name)
                found[name] = _total(parts[name], found)
    return found
