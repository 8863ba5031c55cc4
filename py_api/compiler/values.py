"""Values that clients give: variables checked against their types, literals, and what a parameter takes from them."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    ListValueNode,
    Node,
    NullValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
    get_location,
)

from py_api import json_text
from py_api.catalog.model import Field
from py_api.compiler.unknown_name import UnknownName
from py_api.config import Limits
from py_api.errors import ApiError, FieldError
from py_api.lru import Lru
from py_api.schema import naming as n
from py_api.schema.scalars import exact

Variables = Mapping[str, Any]
Encode = Callable[[Any], Any]
Path = tuple[str | int, ...]


class InputValue:
    """A value with where it comes from: `path` leads to it among the variables, None where the document has it.

    `value` of a literal object or list holds InputValue again, since variables may stand within. node: of a literal.
    """

    __slots__ = ("node", "path", "value")

    def __init__(self, value: Any, path: Path | None = None, node: ValueNode | None = None) -> None:
        self.value = value
        self.path = path
        self.node = node

    @property
    def is_null(self) -> bool:
        return self.value is None

    def items(self) -> Iterator[tuple[str, "InputValue"]]:
        for key, value in self.value.items():
            yield key, self._child(key, value)

    def get(self, key: str) -> "InputValue | None":
        value = self.value.get(key, _ABSENT)
        return None if value is _ABSENT else self._child(key, value)

    def elements(self) -> list["InputValue"]:
        return [self._child(index, value) for index, value in enumerate(self.value)]

    def _child(self, key: str | int, value: Any) -> "InputValue":
        if isinstance(value, InputValue):
            return value
        return InputValue(value, None if self.path is None else (*self.path, key))

    def plain(self, variables: Variables) -> Any:
        """The value now, for these variables."""
        if self.path is not None:
            value: Any = variables
            for step in self.path:
                value = value[step]
            return value
        if isinstance(self.value, dict):
            return {key: v.plain(variables) if isinstance(v, InputValue) else v for key, v in self.value.items()}
        if isinstance(self.value, list):
            return [v.plain(variables) if isinstance(v, InputValue) else v for v in self.value]
        return self.value


_ABSENT = object()


def given(said: InputValue | Mapping[str, InputValue]) -> dict[str, InputValue]:
    """The keys of an object, or arguments, that are not null."""
    return {key: value for key, value in said.items() if not value.is_null}


def locations(nodes: Iterable[Node]) -> list[dict[str, int]]:
    """Where they stand in the document, as `locations` of an error."""
    places = [get_location(node.loc.source, node.loc.start) for node in nodes if node.loc is not None]
    return [{"line": place.line, "column": place.column} for place in places]


# --- bounds of variables --------------------------------------------------------------------------------------------


def check_size(variables: Variables, limits: Limits) -> None:
    """How many values, and how deep: before anything is done with them. Errors: VALUE_LIMIT, NESTING_LIMIT."""
    level = [value for value in variables.values() if isinstance(value, dict | list)]
    depth = count = 0
    while level:
        depth += 1
        if depth > limits.nesting:
            raise ApiError(
                f"values of variables are nested more than {limits.nesting} deep",
                "NESTING_LIMIT",
                hint="Nest less.",
                limit=limits.nesting,
            )
        deeper: list[Any] = []
        for container in level:
            count += len(container)
            if count > limits.values:
                raise ApiError(
                    f"the variables have more than {limits.values} values",
                    "VALUE_LIMIT",
                    hint="Send them in several operations.",
                    limit=limits.values,
                )
            items = container.values() if isinstance(container, dict) else container
            deeper += [item for item in items if isinstance(item, dict | list)]
        level = deeper


# --- coercion of variables (GraphQL specification, 6.1.2 and 3.12) -------------------------------------------------


TEXT = "INVALID_VALUE"  # code of what is of its type, but no text that can be stored


class Invalid(Exception):
    """A variable's value is not of its type. path leads to it, from the variable's value on."""

    def __init__(
        self, message: str, path: Path = (), code: str = "INVALID_VARIABLE", unknown: UnknownName | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.code = code
        self.unknown = unknown

    def within(self, *path: str | int) -> "Invalid":
        return Invalid(self.message, (*path, *self.path), self.code, self.unknown)


class Problem(NamedTuple):
    """What is wrong with a part of a variable's value. path: begins with the variable's name.

    rule: as violations have it (type, required, unknownField). written: it is in what a mutation writes.
    params: what else is known. unknown: a name that the schema does not have.
    """

    path: Path
    rule: str
    message: str
    written: bool
    code: str = "INVALID_VARIABLE"  # where it is not written
    params: Mapping[str, Any] = MappingProxyType({})
    unknown: UnknownName | None = None


Coerce = Callable[[Any], Any]


def coerced_with_problems(kind: Any, value: Any, path: Path, problems: list[Problem], *, written: bool = False) -> Any:
    """What is left of a value that a coercer has refused, with all that is wrong.

    A leaf of what is written stays as it is, for the database to judge; whatever else is wrong counts as null.
    """

    def wrong(message: str, rule: str = "type", place: Path = path, unknown: UnknownName | None = None) -> None:
        problems.append(Problem(place, rule, message, written, unknown=unknown))

    if isinstance(kind, GraphQLNonNull):
        if value is None:
            wrong(f"Expected non-nullable type '{kind}' not to be null.", "required")
            return {} if is_written(kind.of_type) else None
        return coerced_with_problems(kind.of_type, value, path, problems, written=written)
    if value is None:
        return None
    if isinstance(kind, GraphQLList):
        items = value if isinstance(value, list) else [value]
        places = [(*path, number) for number in range(len(items))] if isinstance(value, list) else [path]
        return [
            coerced_with_problems(kind.of_type, item, place, problems, written=written)
            for item, place in zip(items, places, strict=True)
        ]
    if not isinstance(kind, GraphQLInputObjectType):
        try:
            return coercer(kind)(value)
        except Invalid as error:
            place = (*path, *error.path)
            problems.append(Problem(place, "type", error.message, written, error.code, unknown=error.unknown))
            return value if written and error.code != TEXT else None
    written = written or is_written(kind)
    if not isinstance(value, dict):
        wrong(f"Expected type '{kind.name}' to be an object.")
        return {} if is_written(kind) else None
    coerced = {}
    for key, item in value.items():
        field = kind.fields.get(key)
        if field is None:
            unknown = _unknown_field(kind, key)
            wrong(f"{unknown.said}.", "unknownField", (*path, key), unknown)
        else:
            inner = coerced_with_problems(field.type, item, (*path, key), problems, written=written)
            own_name = _own_name(kind, key)
            if own_name != key and own_name in value:
                wrong(_SAME.format(key, own_name, kind.name), place=(*path, key))
            else:
                coerced[own_name] = inner
    for key, field in () if is_written(kind) else kind.fields.items():
        if isinstance(field.type, GraphQLNonNull) and key not in coerced:
            wrong(f"Field '{key}' of required type '{field.type}' was not provided.")
    try:
        _check_needed(kind, _needed(kind), coerced)
    except Invalid as error:
        wrong(error.message)
    if kind.is_one_of and not _is_one(coerced):
        wrong(_NOT_ONE.format(kind.name))
        return None
    return coerced


# What mutations write to columns, of which the database says what is missing and what does not fit.
_WRITTEN = ("CreateInput", "UpdateInput", "UpsertInput", "LinkInput", "LinksInput")


def is_written(kind: Any) -> bool:
    """Is this an input of what mutations write?"""
    if not isinstance(kind, GraphQLInputObjectType) or not kind.name.endswith(_WRITTEN):
        return False
    definition = kind.extensions.get("definition")
    return kind.name.startswith("NodeLink") or (definition is not None and definition.class_id is not None)


def coercer(kind: Any) -> Coerce:
    """A function that checks a JSON value against an input type and returns it coerced. It raises Invalid.

    Defaults of input fields are not filled in: they are those of the columns, and PostgreSQL does that.
    """
    if isinstance(kind, GraphQLNonNull):
        return _non_null(coercer(kind.of_type), str(kind))
    if isinstance(kind, GraphQLList):
        return _list(coercer(kind.of_type))
    if isinstance(kind, GraphQLInputObjectType):
        return _input_object(kind)
    return _enum(kind) if isinstance(kind, GraphQLEnumType) else _leaf(kind)


def _non_null(inner: Coerce, kind: str) -> Coerce:
    def coerce(value: Any) -> Any:
        if value is None:
            raise Invalid(f"Expected non-nullable type '{kind}' not to be null.")
        return inner(value)

    return coerce


def _list(inner: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, list):
            return [inner(value)]
        try:
            return [inner(item) for item in value]
        except Invalid:
            for index, item in enumerate(value):  # found again, so that the rule costs nothing
                try:
                    inner(item)
                except Invalid as error:
                    raise error.within(index) from None
            raise

    return coerce


_SAME = "'{}' and '{}' of type '{}' are the same field: give one of them."


def _of_one_name(kind: GraphQLInputObjectType, values: dict[str, Any], former: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an input object under their own names, where former ones are given. Raises Invalid.

    former: those of the type that the API still has, with the names that they have now.
    """
    for name, own_name in former.items():
        if name in values:
            if own_name in values:
                raise Invalid(_SAME.format(name, own_name, kind.name), (name,))
            values[own_name] = values.pop(name)
    return values


def _own_name(kind: GraphQLInputObjectType, name: str) -> str:
    """What a field of an input object is called now."""
    input_definition = kind.fields[name].extensions.get("input")
    source = input_definition.source if input_definition is not None else None
    return source.own_name if isinstance(source, Field) else name


def _needed(kind: GraphQLInputObjectType) -> tuple[str, ...]:
    """What must be given by one of its names: of the values of a combination, those that have several."""
    if kind.is_one_of or not kind.name.endswith(n.UNIQUE_INPUT):
        return ()
    several = (
        _own_name(kind, name) for name, field in kind.fields.items() if not isinstance(field.type, GraphQLNonNull)
    )
    return tuple(dict.fromkeys(several))


def _check_needed(kind: GraphQLInputObjectType, needed: Iterable[str], values: Mapping[str, Any]) -> None:
    for name in needed:
        value = values.get(name)
        if value is None or (isinstance(value, InputValue) and value.is_null):
            raise Invalid(f"Field '{name}' of '{kind.name}' must have a value.")


def _input_object(kind: GraphQLInputObjectType) -> Coerce:
    fields = () if is_written(kind) else kind.fields.items()
    required = [name for name, field in fields if isinstance(field.type, GraphQLNonNull)]
    known: dict[str, Coerce] = {}
    former: dict[str, str] = {}
    one_of, needed = kind.is_one_of, _needed(kind)

    def coerce(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Invalid(f"Expected type '{kind.name}' to be an object.")
        coerced = {}
        for key, item in value.items():
            inner = known.get(key)
            if inner is None:
                field = kind.fields.get(key)
                if field is None:
                    raise Invalid(f"{_unknown_field(kind, key).said}.", (key,))
                inner = known[key] = coercer(field.type)
                if (own_name := _own_name(kind, key)) != key:
                    former[key] = own_name
            try:
                coerced[key] = inner(item)
            except Invalid as error:
                raise error.within(key) from None
        for key in required:
            if key not in coerced:
                raise Invalid(f"Field '{key}' of required type '{kind.fields[key].type}' was not provided.")
        if former:
            coerced = _of_one_name(kind, coerced, former)
        if one_of and not _is_one(coerced):
            raise Invalid(_NOT_ONE.format(kind.name))
        if needed:
            _check_needed(kind, needed, coerced)
        return coerced

    return coerce


def _unknown_field(kind: GraphQLInputObjectType, name: str) -> UnknownName:
    return UnknownName(name, kind.name, f"Field '{name}' is not defined by type '{kind.name}'")


_NOT_ONE = "Exactly one key, which is not null, must be given for '{}'."


def _is_one(value: dict[str, Any]) -> bool:
    return len(value) == 1 and None not in value.values()


def _enum(kind: GraphQLEnumType) -> Coerce:
    def coerce(value: Any) -> Any:
        if value is None or (isinstance(value, str) and value in kind.values):
            return value
        said = f"Value {json_text.dumps(value)[:100]} does not exist in '{kind.name}' enum"
        unknown = UnknownName(value, kind.name, said) if isinstance(value, str) else None
        raise Invalid(f"{said}.", unknown=unknown)

    return coerce


def _leaf(kind: Any) -> Coerce:
    parse = kind.parse_value

    def coerce(value: Any) -> Any:
        if value is None:
            return None
        try:
            parsed = parse(value)
        except GraphQLError as error:
            raise Invalid(error.message) from None
        except (TypeError, ValueError) as error:
            raise Invalid(f"Expected type '{kind.name}'. {error}") from None
        if isinstance(parsed, str | dict | list):
            check_texts(parsed)
        return parsed

    return coerce


def check_texts(value: Any) -> None:
    """Whether all texts in a value can be stored. Raises Invalid with code INVALID_VALUE."""
    if isinstance(value, str):
        if "\0" in value:
            raise Invalid("a text cannot hold the character U+0000", (), TEXT)
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            check_texts(key)
            try:
                check_texts(item)
            except Invalid as error:
                raise error.within(key) from None


# --- literals -----------------------------------------------------------------------------------------------------


def value_from_ast(node: ValueNode, kind: Any, variables: Variables) -> InputValue | None:
    """A value of a document, validated already. None: it is a variable that was not given."""
    if isinstance(node, VariableNode):
        name = node.name.value
        if name not in variables:
            return None
        if variables[name] is None and isinstance(kind, GraphQLNonNull):  # which the variable's default let in
            raise FieldError(f"the variable ${name} is null where {kind} stands", "INVALID_VARIABLE", variable=[name])
        return InputValue(variables[name], (name,))
    if isinstance(node, NullValueNode):
        return InputValue(None)
    if isinstance(kind, GraphQLNonNull):
        return value_from_ast(node, kind.of_type, variables)
    if isinstance(kind, GraphQLList):
        if not isinstance(node, ListValueNode):
            only = value_from_ast(node, kind.of_type, variables)
            return None if only is None else InputValue([only])
        items = (value_from_ast(item, kind.of_type, variables) for item in node.values)
        return InputValue([item or InputValue(None) for item in items], node=node)
    if isinstance(kind, GraphQLScalarType) and _has_variable(node):
        return _around_variables(node, variables)
    if isinstance(kind, GraphQLInputObjectType) and isinstance(node, ObjectValueNode):
        fields = (
            (f.name.value, value_from_ast(f.value, kind.fields[f.name.value].type, variables)) for f in node.fields
        )
        members = {key: value for key, value in fields if value is not None}
        former = {key: own_name for key in members if (own_name := _own_name(kind, key)) != key}
        try:
            if former:
                members = _of_one_name(kind, members, former)
            _check_needed(kind, _needed(kind), members)
        except Invalid as error:
            raise _invalid(error, node) from None
        return InputValue(members)
    value = _literal_leaf(node, kind, variables)
    try:
        check_texts(value)
    except Invalid as error:
        raise _invalid(error, node) from None
    return InputValue(value, node=node)


def _invalid(error: Invalid, node: ValueNode) -> FieldError:
    field_error = FieldError(error.message, "INVALID_INPUT" if error.code != TEXT else TEXT)
    field_error.locations = locations([node])
    return field_error


def _has_variable(node: ValueNode) -> bool:
    match node:
        case VariableNode():
            return True
        case ObjectValueNode():
            return any(_has_variable(field.value) for field in node.fields)
        case ListValueNode():
            return any(_has_variable(item) for item in node.values)
    return False


def _around_variables(node: ValueNode, variables: Variables) -> InputValue:
    """A scalar like JSON as a literal with variables in it: they stay places, so that a plan fits all their values."""
    match node:
        case VariableNode():
            place = node.name.value
            return InputValue(None) if _is_absent(node, variables) else InputValue(variables[place], (place,))
        case ObjectValueNode():
            members = [(f.name.value, f.value) for f in node.fields if not _is_absent(f.value, variables)]
            return InputValue({name: _around_variables(value, variables) for name, value in members})
        case ListValueNode():
            return InputValue([_around_variables(item, variables) for item in node.values])
    return InputValue(exact(node))


def _is_absent(node: ValueNode, variables: Variables) -> bool:
    return isinstance(node, VariableNode) and node.name.value not in variables


def _literal_leaf(node: ValueNode, kind: Any, variables: Variables) -> Any:
    if isinstance(kind, GraphQLEnumType):
        return node.value  # type: ignore[attr-defined]
    return kind.parse_literal(node, dict(variables))


# --- encoding: JSON value -> what the driver takes -----------------------------------------------------------------


def as_text(value: Any) -> str | None:
    """For parameters $n::text: PostgreSQL reads the value from the text."""
    if value is None or isinstance(value, str):
        return value
    return json_text.dumps(value)


_ID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")  # what the field type uuid takes


def as_id(value: Any) -> str | None:
    """The id of a thing. It is looked at here: what PostgreSQL refuses goes into its log, as a whole."""
    if value is not None and not (isinstance(value, str) and _ID.fullmatch(value)):
        raise FieldError(f"{json_text.dumps(value)[:100]} is not an id", "INVALID_VALUE")
    thing_id: str | None = value
    return thing_id


def as_texts(value: Any) -> list[str | None] | None:
    return None if value is None else [as_text(item) for item in value]


def as_json(value: Any) -> str | None:
    return None if value is None else json_text.dumps(value)


def as_is(value: Any) -> Any:
    return value


def as_float(value: Any) -> float | None:
    return None if value is None else float(value)


def letters(value: Any) -> str:
    """What a text is compared with. (A claim in its place may be a number.)"""
    return as_text(value) or ""


def _escaped(value: Any) -> str:
    return letters(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def as_containing(value: Any) -> str:
    return f"%{_escaped(value)}%"


def as_beginning(value: Any) -> str:
    return f"{_escaped(value)}%"


def as_ending(value: Any) -> str:
    return f"%{_escaped(value)}"


_OPEN = re.compile(
    r"[^{]*\{(?!([0-9]+)(?:,\1)?\})|\*[^{]*$"
)  # an item of an lquery that may match more or fewer labels
OPEN_ITEMS = 2


def as_tree_pattern(value: Any) -> str | None:
    """An lquery. PostgreSQL tries each place of an open item with each of the others: n labels take n to the power of
    their number. (The last one has but one place.)
    """
    if value is not None and sum(map(bool, map(_OPEN.match, letters(value).split(".")[:-1]))) > OPEN_ITEMS:
        raise ApiError(
            f"matches: more than {OPEN_ITEMS} items before the last fit any number of labels",
            "PATTERN_LIMIT",
            hint="Name more of the path, or use and with several patterns.",
            limit=OPEN_ITEMS,
        )
    return as_text(value)


def leaves(value: Any) -> int:
    """How many texts, numbers and the like there are in a JSON value."""
    count, stack = 0, [value]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            stack += part.values()
        elif isinstance(part, list):
            stack += part
        else:
            count += 1
    return count


@dataclass(frozen=True, slots=True)
class Bound:
    """Of an operand of an operator: at most so many of what `measure` counts."""

    operator: str
    measure: Callable[[Any], int]
    most: int
    what: str


@dataclass(frozen=True, slots=True)
class _Bounded:
    encode: Encode
    bound: Bound

    def __call__(self, value: Any) -> Any:
        bound = self.bound
        if value is not None and (count := bound.measure(value)) > bound.most:
            raise ApiError(
                f"{bound.operator} has {count} {bound.what}; the limit is {bound.most}",
                "PATTERN_LIMIT",
                hint="Use fewer, or several requests.",
                limit=bound.most,
            )
        return self.encode(value)


def bounded(encode: Encode, bound: Bound | None) -> Encode:
    return encode if bound is None else _Bounded(encode, bound)


def unbounded(encode: Encode) -> Encode:
    """The encoder that `bounded` was given."""
    return encode.encode if isinstance(encode, _Bounded) else encode


LONGEST_CURSOR = 16 * 1024  # characters: texts of 12,000 bytes together are what a list can be paged by
_CURSORS: Lru[str, list[str | None]] = Lru(1_000, 2**20, lambda cursor, parts: 4 * len(cursor) + 100 * len(parts))


def _cursor(cursor: Any) -> list[str | None]:
    """What a cursor of ours holds; nothing, where it is none. Only those that are well formed are remembered."""
    if not isinstance(cursor, str) or len(cursor) > LONGEST_CURSOR:
        return []
    known = _CURSORS.get(cursor)
    if known is not None:
        return known
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        parts = json_text.loads(text) if text.startswith(b'["') else None
    except (ValueError, binascii.Error, RecursionError):
        return []
    if not isinstance(parts, list) or not all(part is None or isinstance(part, str) for part in parts):
        return []
    _CURSORS.put(cursor, parts)
    return parts


class CursorPart:
    """Encodes a page cursor as the value of its n-th sort key; equal to another of the same order and key."""

    __slots__ = ("count", "number", "signature")

    def __init__(self, signature: str, number: int, count: int) -> None:
        self.signature = signature
        self.number = number
        self.count = count

    def __call__(self, cursor: Any) -> str | None:
        parts = _cursor(cursor)
        if len(parts) != self.count + 1 or parts[0] != self.signature:
            hint = "Pass a cursor as it was given, with the same orderBy."
            if isinstance(cursor, str) and len(cursor) > LONGEST_CURSOR:
                hint = f"A cursor has {LONGEST_CURSOR} characters at most: order by shorter values, or page by offset."
            raise FieldError("the cursor does not belong to this ordering", "INVALID_CURSOR", hint=hint)
        return parts[self.number + 1]
