"""The scalars that GraphQL itself has not. They check the JSON kind; whether a value is valid, PostgreSQL says."""

from collections.abc import Callable
from math import inf, isfinite
from typing import Any, ClassVar

from graphql import (
    FloatValueNode,
    GraphQLError,
    GraphQLFloat,
    GraphQLScalarType,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    print_ast,
    value_from_ast_untyped,
)

from py_api import json_text
from py_api.schema.static_types import SCALARS

Parse = Callable[[Any], Any]


def _text(name: str) -> Parse:
    def parse(value: Any) -> str:
        if not isinstance(value, str):
            raise GraphQLError(f"{name} cannot represent a value that is not a string: {json_text.dumps(value)[:100]}")
        return value

    return parse


def _number(name: str, whole: bool) -> Parse:
    def parse(value: Any) -> str:
        if isinstance(value, bool) or not (isinstance(value, str | int) or (not whole and _is_number(value))):
            raise GraphQLError(f"{name} cannot represent this value: {json_text.dumps(value)[:100]}")
        return value if isinstance(value, str) else json_text.dumps(value)

    return parse


def _is_number(value: Any) -> bool:
    return isinstance(value, float) or type(value).__name__ == "Decimal"


def _object(name: str) -> Parse:
    def parse(value: Any) -> Any:
        if not isinstance(value, dict):
            raise GraphQLError(f"{name} must be an object: {json_text.dumps(value)[:100]}")
        return value

    return parse


def _any(value: Any) -> Any:
    return value


_PARSERS: dict[str, Parse] = {
    "BigInt": _number("BigInt", whole=True),
    "Decimal": _number("Decimal", whole=False),
    "Date": _text("Date"),
    "Time": _text("Time"),
    "DateTime": _text("DateTime"),
    "UUID": _text("UUID"),
    "JSON": _any,
    "GeoJSON": _object("GeoJSON"),
    "DateKey": _any,
    "Range": _object("Range"),
}


def exact(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
    """A literal as JSON, numbers with every digit."""
    match node:
        case IntValueNode():
            return int(node.value)
        case FloatValueNode():
            try:
                return json_text.number(node.value)
            except (ValueError, ArithmeticError):
                raise GraphQLError(f"{node.value[:100]} is too large a number", node) from None
        case StringValueNode():
            return node.value
        case ListValueNode():
            return [exact(item, variables) for item in node.values]
        case ObjectValueNode():
            return {field.name.value: exact(field.value, variables) for field in node.fields}
    return value_from_ast_untyped(node, variables)


def _scalar(name: str) -> GraphQLScalarType:
    parse = _PARSERS[name]
    text, url = SCALARS[name]

    def parse_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        return parse(exact(node, variables))

    return GraphQLScalarType(
        name, parse_value=parse, parse_literal=parse_literal, description=text, specified_by_url=url
    )


SCALAR_TYPES = {name: _scalar(name) for name in SCALARS}


def _double(value: Any) -> float:
    """The nearest double of any JSON number: what JavaScript prints is taken. (graphql-core refuses whole numbers that
    no double holds exactly, though 12345678901234567000 is how JavaScript writes a double.)
    """
    if isinstance(value, bool) or not (isinstance(value, int) or _is_number(value)):
        raise GraphQLError(f"Float cannot represent non numeric value: {json_text.dumps(value)[:100]}")
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if not isfinite(number):
        raise GraphQLError(f"Float cannot represent {str(value)[:100]}: the largest number is 1.8e308")
    return number


def _double_literal(node: ValueNode, _variables: dict[str, Any] | None = None) -> float:
    if not isinstance(node, IntValueNode | FloatValueNode):
        raise GraphQLError(f"Float cannot represent non numeric value: {print_ast(node)[:100]}", node)
    if not isfinite(number := float(node.value)):
        raise GraphQLError(f"Float cannot represent {node.value[:100]}: the largest number is 1.8e308", node)
    return number


class _Float(GraphQLScalarType):
    # (graphql-core lets no one else make a type of this name.)
    reserved_types: ClassVar = {}  # type: ignore[misc]


FLOAT = _Float(
    GraphQLFloat.name,
    parse_value=_double,
    parse_literal=_double_literal,
    description=GraphQLFloat.description,
)
