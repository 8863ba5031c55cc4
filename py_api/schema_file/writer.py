"""Document -> schema file. Pure; the reader takes the file for the same document again."""

from collections.abc import Iterable, Iterator

from graphql import GraphQLError, StringValueNode, parse_value

from py_api import json_text
from py_api.schema_file import policies
from py_api.schema_file.vocabulary import (
    ANY_CLASS,
    KEY_PARTS,
    NAME,
    STANDARD,
    Document,
    Json,
    Vocabulary,
    index_name,
    is_required,
    literal,
    origin,
    own_enum,
    plain,
)

WIDTH = 110


def render(document: Document, vocabulary: Vocabulary) -> str:
    """The roles, the enums that fields share, the classes in their order, each after the enums of its own fields, the
    rollups.
    """
    writer = _Writer(document, vocabulary)
    shared = map(writer.enum, document.get("enums", ()))
    rollups = map(_rollup, document.get("rollups", ()))
    roles = _roles(document.get("roles", ()))
    return "\n".join((*roles, *shared, *(part for cls in document["classes"] for part in writer.class_(cls)), *rollups))


class _Writer:
    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.classes: dict[str, Document] = {c["name"]: c for c in document["classes"]}
        self.enums: dict[tuple[str, str], str] = {}  # (class, field) -> the enum that holds the field's values
        self.policies: dict[str, list[Document]] = {name: [] for name in self.classes}
        for policy in document.get("policies", ()):
            self.policies[policy["class"]].append(policy)
        self.users: dict[str, list[str]] = {e["name"]: [] for e in document.get("enums", ())}  # -> names of own enums
        rollups = (r["name"] for r in document.get("rollups", ()))
        taken = {*self.classes, *rollups, *self.users, *vocabulary.scalars, *STANDARD}
        for cls in document["classes"]:
            for field in cls.get("fields", ()):
                name = own_enum(cls["name"], field["name"])
                if (shared := (field.get("params") or {}).get("enum")) is not None:
                    self.users[shared].append(name)
                    self.enums[cls["name"], field["name"]] = shared
                elif _fits_enum(field) and name not in taken:
                    taken.add(name)
                    self.enums[cls["name"], field["name"]] = name

    def enum(self, enum: Document) -> str:
        """One that fields share. @enum says so where its name would say that it is of one field."""
        mark = " @enum" if self.users[enum["name"]] == [enum["name"]] else ""
        return _description(enum, "") + _enum(enum["name"] + mark, enum["values"])

    def class_(self, cls: Document) -> Iterator[str]:
        for field in cls.get("fields", ()):
            enum = self.enums.get((cls["name"], field["name"]))
            if enum is not None and enum not in self.users:
                yield _enum(enum, field["params"]["values"])
        rules = cls.get("rules") or {}
        about = {
            "label": cls.get("label"),
            "extends": cls.get("extends"),
            "abstract": cls.get("abstract") or None,
        }
        head = [
            f"type {cls['name']}",
            _directive("class", about | {"deprecated": cls.get("deprecated")}),
            *_rules(rules.get("fields") or {}),
            *(_check(name, check) for name, check in (rules.get("checks") or {}).items()),
            *map(_unique, cls.get("uniques", ())),
            *map(_index, cls.get("indexes", ())),
            *(_spread(name, arguments) for name, arguments in policies.written(self.policies[cls["name"]])),
        ]
        lines = [self._field(cls["name"], field) for field in cls.get("fields", ())]
        lines += [self._override(cls, override) for override in cls.get("overrides", ())]
        body = " {\n" + "".join(lines) + "}\n" if lines else "\n"
        yield _description(cls, "") + _joined(head, "  ") + body

    def _field(self, owner: str, field: Document) -> str:
        named = self._type(owner, field)
        rules = dict(field.get("rules") or {})
        value, message = plain(rules.get("required"))
        if value is True and message is None:
            del rules["required"]
        params = {
            k: v
            for k, v in (field.get("params") or {}).items()
            if k not in ("values", "enum") or (owner, field["name"]) not in self.enums
        }
        about = self._explicit_type(field, named) | {"label": field.get("label")} | params
        given = {key: field.get(key) for key in ("indexed", "searchable", "onDelete", "inverse", "aliases")}
        about |= {key: None if value in (False, []) else value for key, value in given.items()}
        default = field.get("default")
        if default is not None:
            about |= {"default": default} if literal(default) else {"defaultJson": json_text.dumps(default)}
        parts = [
            f"{field['name']}: {named}{'!' if value is True else ''}",
            _directive("field", about),
            _directive("computed", {key: field.get(key) for key in ("expression", "stored", "kept")}),
            "@personal" if field.get("personal") else "",
            *_rules(rules, field=True),
        ]
        if field.get("deprecated") is not None:
            parts.append(_directive("deprecated", {"reason": field["deprecated"]}))
        return _description(field, "  ") + "  " + _joined(parts, "    ") + "\n"

    def _override(self, cls: Document, override: Document) -> str:
        above = origin(self.classes, cls.get("extends"), override["name"])
        if above is None:
            raise ValueError(f"{cls['name']}.{override['name']} overrides a field that no ancestor has")
        named = self._type(*above)
        rules = dict(override.get("rules") or {})
        was = is_required(self.classes, cls.get("extends"), override["name"])
        now = plain(rules["required"])[0] is True if "required" in rules else was
        if now != was and rules["required"] is (True if now else None):
            del rules["required"]  # the mark alone says it
        shown = f"{override['name']}: {named}{'!' if now else ''}"
        explicit = self._explicit_type(above[1], named)
        return "  " + _joined([shown, _directive("field", explicit), *_rules(rules, field=True)], "    ") + "\n"

    def _type(self, owner: str, field: Document) -> str:
        """The GraphQL type of a field, without its mark."""
        is_list = field["type"] in ("multiselect", "references")
        named = self.enums.get((owner, field["name"]))
        if field["type"] in ("reference", "references"):
            named = field.get("target") or (ANY_CLASS if ANY_CLASS not in self.classes else "ID")
        if named is not None:
            return f"[{named}!]" if is_list else named
        scalar = self.vocabulary.scalar(field["type"]).replace("Enum", "String")
        return "String" if scalar.strip("[]!") in self.classes else scalar

    def _explicit_type(self, field: Document, named: str) -> Document:
        """The argument of @field that names the field type, where the GraphQL type stands for another."""
        inner = named.strip("[]!")
        if inner in self.enums.values():
            read = "multiselect" if named.startswith("[") else "select"
        elif inner in self.classes or inner == ANY_CLASS:
            read = "references" if named.startswith("[") else "reference"
        else:
            read = self.vocabulary.plain(named, field.get("params") or {}) or ""
        return {} if read == field["type"] else {"type": field["type"]}


def _enum(head: str, values: Iterable[str]) -> str:
    return f"enum {head} {{\n" + "".join(f"  {value}\n" for value in values) + "}\n"


def _fits_enum(field: Document) -> bool:
    values = (field.get("params") or {}).get("values")
    return (
        field["type"] in ("select", "multiselect")
        and isinstance(values, list)
        and bool(values)
        and all(isinstance(v, str) and NAME.fullmatch(v) and v not in ("true", "false", "null") for v in values)
        and len(set(values)) == len(values)
    )


def _rules(rules: Document, *, field: bool = False) -> list[str]:
    """@rule for the rules without a message together, one more for each with a message of its own."""
    silent: Document = {}
    parts: list[str] = []
    for name, rule in rules.items():
        value, message = plain(rule)
        if field and name == "unique" and rule is True:
            parts.append("@unique")
        elif name in ("message", "json") or literal(value) is None:
            parts.append(_directive("rule", {"json": json_text.dumps({name: value}), "message": message}))
        elif message is not None:
            parts.append(_directive("rule", {name: value}, message=message))
        else:
            silent[name] = value
    return [*([_directive("rule", silent, keep_null=True)] if silent else []), *parts]


def _check(name: str, check: Json) -> str:
    if check is None:
        return _directive("check", {"name": name, "off": True})
    arguments = {key: value for key, value in check.items() if key not in ("rule", "message")}
    arguments_written = {"with": arguments} if literal(arguments) else {"withJson": json_text.dumps(arguments)}
    return _directive(
        "check", {"name": name, "rule": check.get("rule"), **arguments_written, "message": check.get("message")}
    )


def _unique(unique: Document) -> str:
    named = unique["name"] != "_".join(unique["fields"])
    return _directive("unique", {"fields": unique["fields"], "name": unique["name"] if named else None})


def _index(index: Document) -> str:
    # (Order and nulls are words of an enum: they stand without quotes.)
    keys = []
    for key in index["keys"]:
        said = {part: literal(key[part]) if part == "field" else key[part] for part in KEY_PARTS if part in key}
        keys.append("{" + ", ".join(f"{part}: {value}" for part, value in said.items()) + "}")
    shown = f"keys: [{', '.join(keys)}]"
    named = index["name"] != index_name(index["keys"])
    return f"@index({shown}{', name: ' + str(literal(index['name'])) if named else ''})"


def _roles(roles: Iterable[Document]) -> Iterator[str]:
    directives = [_directive("role", {k: role.get(k) for k in ("name", "description", "includes")}) for role in roles]
    if directives:
        yield "extend schema\n" + "".join(f"  {directive}\n" for directive in directives)


def _spread(name: str, arguments: list[str]) -> str:
    """A directive of a class, with a line for each argument where they do not fit on one."""
    line = f"@{name}({', '.join(arguments)})"
    if len(line) <= WIDTH - 2:
        return line
    return f"@{name}(\n" + "".join(f"    {argument}\n" for argument in arguments) + "  )"


def _rollup(rollup: Document) -> str:
    about = {key: value for key, value in rollup.items() if key not in ("name", "description")}
    if "filter" in about and literal(about["filter"]) is None:
        about["filterJson"] = json_text.dumps(about.pop("filter"))
    order = ("class", "groupBy", "aggregates", "filter", "filterJson", "refresh", "label", "deprecated")
    arguments = [f"{key}: {literal(about[key])}" for key in order if about.get(key) not in (None, "immediate", [])]
    head = f"type {rollup['name']}"
    line = f"{head} @rollup({', '.join(arguments)})"
    if len(line) > WIDTH:
        line = f"{head} @rollup(\n" + "".join(f"  {argument}\n" for argument in arguments) + ")"
    return _description(rollup, "") + line + "\n"


def _directive(name: str, arguments: Document, *, message: str | None = None, keep_null: bool = False) -> str:
    """A directive with its arguments, or nothing where @field or @computed would say nothing."""
    shown_arguments = {k: v for k, v in arguments.items() if v is not None or keep_null or message is not None}
    if message is not None:
        shown_arguments["message"] = message
    shown = ", ".join(f"{key}: {literal(value)}" for key, value in shown_arguments.items())
    if not shown:
        return "" if name in ("field", "computed") else f"@{name}"
    return f"@{name}({shown})"


def _joined(parts: list[str], indent: str) -> str:
    """On one line where it fits, else a line for each part."""
    parts = [part for part in parts if part]
    line = " ".join(parts)
    return line if len(line) <= WIDTH else f"\n{indent}".join(parts)


def _description(thing: Document, indent: str) -> str:
    text = thing.get("description")
    if text is None:
        return ""
    block = "\n".join(f"{indent}{line}" if line else "" for line in ('"""', *text.split("\n"), '"""'))
    # A block string loses white space and cannot say everything; then the text stands on one line, escaped.
    return f"{block}\n" if "\n" in text and _says(block, text) else f"{indent}{literal(text)}\n"


def _says(block: str, text: str) -> bool:
    try:
        node = parse_value(block)
        return isinstance(node, StringValueNode) and node.value == text
    except GraphQLError:
        return False
