"""CollectFields of the GraphQL specification (6.3.2), for a type that is known."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

from py_api.compiler.values import Variables

Fragments = Mapping[str, FragmentDefinitionNode]
Collected = dict[str, list[FieldNode]]


def collect(
    selection_sets: Iterable[SelectionSetNode | None],
    names: Collection[str],
    fragments: Fragments,
    variables: Variables,
) -> Collected:
    """Response name -> the field nodes to merge, in order. names: the type's own and those of all its interfaces."""
    collected: Collected = {}
    visited: set[str] = set()

    def walk(selections: Iterable[SelectionNode]) -> None:
        for node in selections:
            if not included(node, variables):
                continue
            match node:
                case FieldNode():
                    collected.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
                case InlineFragmentNode():
                    if node.type_condition is None or node.type_condition.name.value in names:
                        walk(node.selection_set.selections)
                case FragmentSpreadNode():
                    name = node.name.value
                    fragment = fragments[name]
                    if name not in visited and fragment.type_condition.name.value in names:
                        visited.add(name)
                        walk(fragment.selection_set.selections)

    for selection_set in selection_sets:
        if selection_set is not None:
            walk(selection_set.selections)
    return collected


def conditions(
    selection_sets: Iterable[SelectionSetNode | None], fragments: Fragments, variables: Variables
) -> set[str]:
    """The names in all type conditions at this level of a selection, nested ones too."""
    type_names: set[str] = set()
    visited: set[str] = set()

    def walk(selections: Iterable[SelectionNode]) -> None:
        for node in selections:
            if isinstance(node, FieldNode) or not included(node, variables):
                continue
            if isinstance(node, InlineFragmentNode):
                if node.type_condition is not None:
                    type_names.add(node.type_condition.name.value)
                walk(node.selection_set.selections)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = fragments[node.name.value]
                type_names.add(fragment.type_condition.name.value)
                walk(fragment.selection_set.selections)

    for selection_set in selection_sets:
        if selection_set is not None:
            walk(selection_set.selections)
    return type_names


def included(node: SelectionNode, variables: Variables) -> bool:
    """@skip and @include."""
    for directive in node.directives or ():
        name = directive.name.value
        if name in ("skip", "include") and _condition(directive, variables) is (name == "skip"):
            return False
    return True


def _condition(directive: DirectiveNode, variables: Variables) -> bool:
    (argument,) = directive.arguments or ()
    value = argument.value
    if isinstance(value, VariableNode):
        return bool(variables.get(value.name.value))
    return isinstance(value, BooleanValueNode) and value.value


def selection_sets(nodes: Iterable[FieldNode]) -> Iterator[SelectionSetNode | None]:
    return (node.selection_set for node in nodes)
