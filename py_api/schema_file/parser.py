"""Schema file -> document. Pure.

A class is a `type` with @class. `!` is the rule required, an enum the options of selects: those that fields share, or,
where it is called by class and field and is the type of this one alone, the field's own. A type of the file as a
field's type a reference to that class, a list of it references. A class that extends another lists its own fields;
a field that it inherits may stand there again to override its rules. A file that says nothing of roles and policies
leaves them as they are.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import DEFAULT_DEPRECATION_REASON, print_ast
from graphql import language as gql
from graphql.error import GraphQLError
from graphql.validation.validate import validate_sdl

from py_api import json_text
from py_api.config import COMMAND
from py_api.errors import Failure
from py_api.schema_file import policies
from py_api.schema_file.vocabulary import (
    ANY_CLASS,
    Document,
    Json,
    Vocabulary,
    definitions,
    index_name,
    is_required,
    origin,
    own_enum,
)


def parse(text: str, vocabulary: Vocabulary, file: str = "schema") -> Document:
    """The document that a file says. Every error names file, line and column."""
    try:
        vocabulary_nodes = gql.parse(definitions(vocabulary), no_location=True).definitions
        known = {(type(d), _name(d)) for d in vocabulary_nodes}
        nodes = [d for d in _definitions(gql.Source(text, file)) if (type(d), _name(d)) not in known]
        # A class may have the name of a scalar: the class is meant then.
        taken = {_name(d) for d in nodes}
        rest = [d for d in vocabulary_nodes if isinstance(d, gql.DirectiveDefinitionNode) or _name(d) not in taken]
        for error in validate_sdl(gql.DocumentNode(definitions=(*nodes, *rest))):
            raise error
        return _Reader(nodes, vocabulary).document()
    except GraphQLError as error:
        place = error.locations[0] if error.locations else None
        where = f"{file}:{place.line}:{place.column}" if place else file
        raise Failure(
            f"{where}: {error.message}",
            f"`{COMMAND} schema definitions` prints what may stand in a schema file.",
        ) from None


def _definitions(source: gql.Source) -> tuple[gql.DefinitionNode, ...]:
    """The definitions of a file. One without any is not a GraphQL document, but still a schema: the empty one."""
    if gql.Lexer(source).advance().kind is gql.TokenKind.EOF:
        return ()
    return gql.parse(source).definitions


def _name(node: Any) -> str | None:
    return node.name.value if getattr(node, "name", None) else None


class _Reader:
    def __init__(self, nodes: Iterable[gql.DefinitionNode], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.enums: dict[str, Document] = {}
        self.shared: set[str] = set()  # of these, what fields share
        self.nodes: dict[str, gql.ObjectTypeDefinitionNode] = {}
        self.rollups: list[Document] = []
        self.roles: list[Document] = []
        self.done: dict[str, Document] = {}
        for node in nodes:
            match node:
                case gql.EnumTypeDefinitionNode():
                    self.enums[node.name.value] = _enum(node)
                    if any(True for _ in _directives(node, "enum")):
                        self.shared.add(node.name.value)
                case gql.SchemaExtensionNode() if not node.operation_types:
                    self.roles += ({k: v for k, v in r.items() if v is not None} for r in _directives(node, "role"))
                case gql.ObjectTypeDefinitionNode() if node.interfaces:
                    raise GraphQLError('a class extends another by @class(extends: "Name")', node.interfaces)
                case gql.ObjectTypeDefinitionNode() if any(True for _ in _directives(node, "rollup")):
                    self.rollups.append(_rollup(node))
                case gql.ObjectTypeDefinitionNode() if not any(True for _ in _directives(node, "class")):
                    raise GraphQLError(f"type {node.name.value} is not a class: add @class", node)
                case gql.ObjectTypeDefinitionNode():
                    self.nodes[node.name.value] = node
                case _:
                    raise GraphQLError(
                        "only types with @class and enums, types with @rollup, and extend schema @role may stand here",
                        node,
                    )

    def document(self) -> Document:
        users: dict[str, set[str]] = {name: set() for name in self.enums}  # -> what own enums would be called
        for node in self.nodes.values():
            for field in node.fields or ():
                if (named := _shape(field.type)[0]) in users and not self._is_inherited(node, field.name.value):
                    users[named].add(own_enum(node.name.value, field.name.value))
        self.shared |= {name for name, names in users.items() if names != {name}}
        classes = [self._class(name, ()) for name in self.nodes]
        enums = [enum for name, enum in self.enums.items() if name in self.shared]
        more = {"enums": enums, "rollups": self.rollups}
        return {"classes": classes} | {key: value for key, value in more.items() if value} | self._access()

    def _access(self) -> Document:
        """Roles and policies, both or neither."""
        found = [
            policy
            for name, node in self.nodes.items()
            for directive in ("allow", "restrict")
            for arguments in _directives(node, directive)
            for policy in policies.read(name, directive, arguments, node)
        ]
        policies.refuse_twice(found, self.nodes)
        return {"roles": self.roles, "policies": found} if self.roles or found else {}

    def _is_inherited(self, node: gql.ObjectTypeDefinitionNode, field: str) -> bool:
        names = {node.name.value}
        while (parent := _once(node, "class").get("extends")) in self.nodes and parent not in names:
            names.add(parent)
            node = self.nodes[parent]
            if any(field_node.name.value == field for field_node in node.fields or ()):
                return True
        return False

    def _class(self, name: str, descendants: tuple[str, ...]) -> Document:
        """A class, after its parents: what a child's `!` means depends on them."""
        if name in self.done:
            return self.done[name]
        node = self.nodes[name]
        if name in descendants:
            raise GraphQLError(f"class {name} extends itself", node)
        about = _once(node, "class")
        parent = about.get("extends")
        if parent in self.nodes:
            self._class(parent, (*descendants, name))
        fields: list[Document] = []
        overrides: list[Document] = []
        for field in node.fields or ():
            if field.arguments:
                raise GraphQLError("a field takes no arguments here", field)
            above = origin(self.done, parent, field.name.value)
            if above is None:
                fields.append(self._field(field))
            else:
                overrides.append(self._override(field, parent, above[1]))
        self.done[name] = {
            "name": name,
            **_described(node),
            **about,
            "rules": _class_rules(node),
            "uniques": list(_uniques(node)),
            "fields": fields,
            "overrides": overrides,
        }
        if indexes := list(_indexes(node)):
            self.done[name]["indexes"] = indexes
        return self.done[name]

    def _field(self, node: gql.FieldDefinitionNode) -> Document:
        about = _once(node, "field")
        explicit = about.pop("type", None)
        params = {key: about.pop(key) for key in self.vocabulary.params if key in about}
        field: Document = {"name": node.name.value, **_described(node)}
        named, is_list, required = _shape(node.type)
        if named in self.enums:
            meant: str | None = "multiselect" if is_list else "select"
            if named in self.shared:
                params = {"enum": named, **params}
            else:
                params = {"values": self.enums[named]["values"], **params}
                if renamed := self.enums[named].get("renamedOptions"):
                    field["renamedOptions"] = renamed
        elif named in self.nodes or named == ANY_CLASS:
            meant = "references" if is_list else "reference"
            if named in self.nodes:
                field["target"] = named
        else:
            meant = self.vocabulary.plain(f"[{named}!]" if is_list else named, params)
        if explicit is None and meant is None:
            raise GraphQLError(
                f"no field type has the GraphQL type {print_ast(node.type)}: add @field(type: ...)", node.type
            )
        if "defaultJson" in about:
            about["default"] = _from_json(about.pop("defaultJson"), node)
        rules = _rules(node)
        if required:
            rules.setdefault("required", True)
        if any(True for _ in _directives(node, "personal")):
            field["personal"] = True
        for deprecated in _directives(node, "deprecated"):
            field["deprecated"] = deprecated.get("reason", DEFAULT_DEPRECATION_REASON)
        return field | about | _once(node, "computed") | {"type": explicit or meant, "params": params, "rules": rules}

    def _override(self, node: gql.FieldDefinitionNode, parent: str | None, original: Document) -> Document:
        again = self._field(node)
        same = all(again.get(key) == original.get(key) for key in ("type", "target"))
        if not same or again["params"] not in ({}, original["params"]):
            raise GraphQLError(f"field {again['name']} is inherited: its type cannot change here", node)
        if set(again) - {"name", "type", "target", "params", "rules", "renamedOptions"}:
            raise GraphQLError(f"field {again['name']} is inherited: only its rules may be given here", node)
        rules = _rules(node)
        required = _shape(node.type)[2]
        if "required" not in rules and required != is_required(self.done, parent, again["name"]):
            rules["required"] = True if required else None
        return {"name": again["name"], "rules": rules}


def _enum(node: gql.EnumTypeDefinitionNode) -> Document:
    values = node.values or ()
    about = {value.name.value: _once(value, "option").get("renamedFrom") for value in values}
    renamed = {option: names for option, names in about.items() if names}
    enum: Document = {"name": node.name.value, **_described(node), **_once(node, "enum"), "values": [*about]}
    return enum | ({"renamedOptions": renamed} if renamed else {})


def _rules(node: gql.Node) -> Document:
    rules: Document = {}
    for arguments in _directives(node, "rule"):
        message = arguments.pop("message", None)
        for name, value in (_from_json(arguments.pop("json", "{}"), node) | arguments).items():
            if name in rules:
                raise GraphQLError(f"rule {name} is given twice", node)
            rules[name] = value if message is None else {"value": value, "message": message}
    if isinstance(node, gql.FieldDefinitionNode):
        for arguments in _directives(node, "unique"):
            if arguments:
                raise GraphQLError("@unique takes no arguments on a field", node)
            rules["unique"] = True
    return rules


def _class_rules(node: gql.ObjectTypeDefinitionNode) -> Document:
    checks: Document = {}
    for check in _directives(node, "check"):
        name = check.pop("name")
        arguments = check.pop("with", {}) | _from_json(check.pop("withJson", "{}"), node)
        if name in checks:
            raise GraphQLError(f"check {name} is given twice", node)
        checks[name] = None if check.pop("off", False) else check | arguments
    fields = _rules(node)
    return ({"fields": fields} if fields else {}) | ({"checks": checks} if checks else {})


def _uniques(node: gql.ObjectTypeDefinitionNode) -> Iterator[Document]:
    for unique in _directives(node, "unique"):
        if not unique.get("fields"):
            raise GraphQLError("@unique on a class names its fields", node)
        name = unique.get("name")
        yield {"name": "_".join(unique["fields"]) if name is None else name, "fields": unique["fields"]}


def _indexes(node: gql.ObjectTypeDefinitionNode) -> Iterator[Document]:
    for index in _directives(node, "index"):
        keys = index["keys"] if isinstance(index["keys"], list) else [index["keys"]]
        if not all(isinstance(key, dict) and isinstance(key.get("field"), str) for key in keys):
            raise GraphQLError("a key of @index is {field: name, order: ASC or DESC, nulls: FIRST or LAST}", node)
        yield {"name": index_name(keys) if index.get("name") is None else index["name"], "keys": keys}


def _rollup(node: gql.ObjectTypeDefinitionNode) -> Document:
    if node.fields or any(True for _ in _directives(node, "class")):
        raise GraphQLError("a type with @rollup has no fields of its own, and no @class", node)
    about = _once(node, "rollup")
    if "filterJson" in about:
        about["filter"] = _from_json(about.pop("filterJson"), node)
    return {"name": node.name.value, **_described(node), **about}


def _shape(node: gql.TypeNode) -> tuple[str, bool, bool]:
    """Named type, whether it is a list of it, whether the whole is non-null."""
    required = isinstance(node, gql.NonNullTypeNode)
    inner: Any = node.type if isinstance(node, gql.NonNullTypeNode) else node
    is_list = isinstance(inner, gql.ListTypeNode)
    while not isinstance(inner, gql.NamedTypeNode):
        inner = inner.type
    return inner.name.value, is_list, required


def _described(node: Any) -> Document:
    return {"description": node.description.value} if node.description else {}


def _directives(node: Any, name: str) -> Iterator[Document]:
    for directive in node.directives or ():
        if directive.name.value == name:
            yield {argument.name.value: _json(argument.value) for argument in directive.arguments or ()}


def _once(node: gql.Node, name: str) -> Document:
    """The arguments of a directive that stands at most once; null means absent."""
    return {k: v for arguments in _directives(node, name) for k, v in arguments.items() if v is not None}


def _json(node: gql.ValueNode) -> Json:
    """A literal as JSON. Numbers keep every digit; a name without quotes is a string."""
    match node:
        case gql.NullValueNode():
            return None
        case gql.IntValueNode():
            return int(node.value)
        case gql.FloatValueNode():
            return json_text.number(node.value)
        case gql.ListValueNode():
            return [_json(item) for item in node.values]
        case gql.ObjectValueNode():
            return {field.name.value: _json(field.value) for field in node.fields}
        case gql.StringValueNode() | gql.EnumValueNode() | gql.BooleanValueNode():
            return node.value
    raise GraphQLError("a variable has no value here", node)


def _from_json(text: Json, node: gql.Node) -> Any:
    try:
        return json_text.loads(text)
    except (TypeError, ValueError) as error:
        raise GraphQLError(f"this is not valid JSON: {error}", node) from None
