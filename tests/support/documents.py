"""GraphQL documents at random, valid for a schema of graphql-core."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

LITERALS = {"Int": "1", "String": '"a"', "Boolean": "true", "ID": '"01890a5d-ac96-774b-bcce-b302099a8057"'}
DEPTH = 5


class Documents:
    """roots: names of the root fields that documents begin with, by operation."""

    def __init__(self, schema: GraphQLSchema, roots: Mapping[str, Iterable[str]], r: random.Random) -> None:
        self._schema, self._r = schema, r
        self._roots = [(operation, name) for operation, names in roots.items() for name in sorted(names)]

    def document(self) -> str:
        """With one root field; what no literal is known for is a variable."""
        self._variables: dict[str, str] = {}
        self._count = 0
        operation, name = self._r.choice(self._roots)
        kind: Any = {"query": self._schema.query_type, "mutation": self._schema.mutation_type}[operation]
        body = self._field(name, kind.fields[name], DEPTH)
        given = ", ".join(f"${name}: {kind}" for name, kind in self._variables.items())
        return f"{operation} Some{f'({given})' if given else ''} {{ {body} }}"

    def _field(self, name: str, field: Any, depth: int) -> str:
        self._count += 1
        alias = f"_{self._count}"
        args = []
        for key, arg in field.args.items():
            if is_required_argument(arg) or self._r.random() < 0.3:
                args.append(f"{key}: {self._value(arg.type, 3)}")
        inner = get_named_type(field.type)
        selection = "" if is_leaf_type(inner) else f" {self._selection(inner, depth - 1)}"
        given = f"({', '.join(args)})" if args else ""
        return f"{alias}: {name}{given}{selection}"

    def _selection(self, kind: Any, depth: int) -> str:
        names = list(kind.fields)
        leaves = [n for n in names if is_leaf_type(get_named_type(kind.fields[n].type))]
        chosen = self._r.sample(names if depth > 0 else leaves, min(3, len(names if depth > 0 else leaves)))
        found = [self._field(name, kind.fields[name], depth) for name in chosen] or ["__typename"]
        if isinstance(kind, GraphQLInterfaceType) and self._r.random() < 0.5:
            several: list[GraphQLObjectType] = self._schema.get_possible_types(kind)
            if several and depth > 0:
                other = self._r.choice(several)
                found.append(f"... on {other.name} {self._selection(other, depth - 1)}")
        return f"{{ {' '.join(found)} }}"

    def _value(self, kind: Any, depth: int) -> str:
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, depth)
        if isinstance(kind, GraphQLList):
            return f"[{self._value(kind.of_type, depth)}]"
        if isinstance(kind, GraphQLEnumType):
            return self._r.choice(list(kind.values)) if self._r.random() < 0.8 else self._variable(kind)
        if isinstance(kind, GraphQLInputObjectType):
            if depth == 0 or self._r.random() < 0.2:
                return self._variable(kind)
            required = [n for n, f in kind.fields.items() if is_required_input_field(f)]
            others = [n for n in kind.fields if n not in required]
            most = 1 if kind.is_one_of or kind.name.endswith("OrderBy") else 2
            chosen = required + self._r.sample(others, min(len(others), most))
            return f"{{{', '.join(f'{n}: {self._value(kind.fields[n].type, depth - 1)}' for n in chosen)}}}"
        return LITERALS.get(kind.name) or self._variable(kind)

    def _variable(self, kind: Any) -> str:
        name = f"v{len(self._variables)}"
        self._variables[name] = f"{kind.name}!"
        return f"${name}"
