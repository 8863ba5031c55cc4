"""What a schema file can say: the registries of a database as scalars and directives of GraphQL. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graphql.language.print_string import print_string

Json = Any
Document = dict[str, Any]

ANY_CLASS = "Thing"  # the type of a reference to a thing of any class
VALUE = "ThingValue"  # the type of an argument that takes any literal
VERBS = ("read", "aggregate", "create", "update", "delete")
POLICY_PARTS = ("fields", "when", "check", "presets")
NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]*")
_GRAPHQL_TYPES = {"flag": "Boolean", "integer": "Int", "number": "Float", "value": VALUE, "values": f"[{VALUE}!]"} | {
    "choice": "String", "choices": "[String!]", "pattern": "String", "format": "String", "collation": "String",
    "language": "String",
    "names": "[String!]",
}  # fmt: skip
STANDARD = {"String", "Int", "Float", "Boolean", "ID"}


@dataclass(frozen=True, slots=True)
class FieldType:
    name: str
    scalar: str  # as in thing.field_types.graphql_scalar: "String", "[ID!]", "Enum"
    params: Mapping[str, Json]  # name -> argument schema

    def takes(self, params: Mapping[str, Json]) -> bool:
        """Whether it can have these parameters, and needs no other."""
        needed = {name for name, schema in self.params.items() if not schema.get("optional")}
        return needed <= params.keys() <= self.params.keys()


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    argument: Mapping[str, Json]
    description: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the registries of a database know, in their order. rules: those of the level "field"."""

    types: tuple[FieldType, ...]
    rules: tuple[Rule, ...]

    def plain(self, scalar: str, params: Mapping[str, Json]) -> str | None:
        """The field type that a scalar means where nothing else is said: the first that has it, and of several one that
        can have these parameters.
        """
        candidates = [t for t in self.types if t.scalar == scalar]
        return next((t.name for t in (*(t for t in candidates if t.takes(params)), *candidates)), None)

    def scalar(self, field_type: str) -> str:
        return next((t.scalar for t in self.types if t.name == field_type), "String")

    @property
    def params(self) -> dict[str, Mapping[str, Json]]:
        return {name: schema for t in self.types for name, schema in t.params.items()}

    @property
    def scalars(self) -> list[str]:
        """The names to define: those that GraphQL itself does not have."""
        names = [t.scalar.strip("[]!") for t in self.types]
        scalars = dict.fromkeys(n for n in names if n not in STANDARD and n != "Enum")
        return [*scalars, ANY_CLASS, VALUE]


def definitions(vocabulary: Vocabulary) -> str:
    """The scalars and directives, as SDL."""
    params = "\n".join(f"  {name}: {_argument_type(schema)}" for name, schema in vocabulary.params.items())
    rules = "\n".join(
        f"  {literal(rule.description)}\n  {rule.name}: {_argument_type(rule.argument)}"
        for rule in vocabulary.rules
        if rule.name not in ("message", "json")
    )
    scalars = "\n".join(f"scalar {name}" for name in vocabulary.scalars)
    verbs = "\n".join(f"  {verb}: ThingPolicy" for verb in VERBS)
    held = "\n".join(f"  {verb}: ThingPolicy" for verb in VERBS if verb != "aggregate")
    return f"""{scalars}

"A Thing Class. It has the fields and rules of the class that it extends; an abstract one has no things of its own."
directive @class(
  label: String
  extends: String
  abstract: Boolean
  deprecated: String
  "Names that the class has had: it is renamed, not dropped and created again. The one that is found is taken."
  renamedFrom: [String!]
) on OBJECT

"How a field is kept. type names one of thing.field_types where the GraphQL type alone does not say it."
directive @field(
  type: String
  label: String
  indexed: Boolean
  searchable: Boolean
  default: {VALUE}
  "The default as JSON text, where no GraphQL literal can say it."
  defaultJson: String
  "Names that the field has had: it is renamed, not dropped and created again. The one that is found is taken."
  renamedFrom: [String!]
  "What happens to a reference when its target goes: restrict, setNull or cascade."
  onDelete: String
  \"\"\"
  What the target of a reference calls the things that refer to it. Default: the plural of the class for the first of
  its references to that target; with By and the field behind it for others.
  \"\"\"
  inverse: String
  "Former names that the API still has, with the time that each ends: {{author: \\"2026-12-12T00:00:00Z\\"}}."
  aliases: {VALUE}
{params}
) on FIELD_DEFINITION

"A field that is computed from others of its thing and of those it refers to. It is read, never written."
directive @computed(
  "What it is computed as: distance / airTime * 60."
  expression: String!
  "Whether it is kept in the table. Default: where that can be, and the table is small when the field comes."
  stored: Boolean
  "Of figures of lists: a column of the table, which each write to a list brings up to date. Default: false."
  kept: Boolean
) on FIELD_DEFINITION

"A field whose values say something about a person: a clone for tests gets made-up ones in their place."
directive @personal on FIELD_DEFINITION

"An enum that fields may share. Only one called by class and field, like TicketState, and of that field alone is not."
directive @enum(
  "Names that the enum has had: it is renamed, not dropped and created again. The one that is found is taken."
  renamedFrom: [String!]
) on ENUM

"An option of a select."
directive @option(
  "The names that the option has had: it is renamed with its things, not dropped and created again."
  renamedFrom: [String!]
) on ENUM_VALUE

"Rules of a field, or of a class for all its fields that they fit. null switches an inherited rule off."
directive @rule(
  "The message of the rules that stand in the same directive."
  message: String
  "Further rules as JSON text, where no GraphQL literal can say them."
  json: String
{rules}
) repeatable on FIELD_DEFINITION | OBJECT

"A field whose values are unique, or a combination of fields that is."
directive @unique(fields: [String!], name: String) repeatable on FIELD_DEFINITION | OBJECT

\"\"\"
An index over several keys, for lists that are filtered by the first ones and ordered by the rest; the id is the last
key by itself. A key is a field, createdAt or updatedAt.
\"\"\"
directive @index(keys: [ThingIndexKey!]!, name: String) repeatable on OBJECT

input ThingIndexKey {{ field: String!, order: ThingIndexOrder, nulls: ThingIndexNulls }}

enum ThingIndexOrder {{ ASC DESC }}

enum ThingIndexNulls {{ FIRST LAST }}

\"\"\"
Figures of groups of the things of another class, kept ready: a type with this has no fields of its own. A key is the
path of a field, or {{path, by, zone, name}}; an aggregate {{function, path, name}}; refresh "manual",
{{every: "5 minutes"}} or, where it is left out, "immediate".
\"\"\"
directive @rollup(
  class: String!
  groupBy: [{VALUE}!]
  aggregates: [{VALUE}!]
  "A condition as rules have them: which things count."
  filter: {VALUE}
  "The condition as JSON text, where no GraphQL literal can say it."
  filterJson: String
  refresh: {VALUE}
  label: String
  deprecated: String
) on OBJECT

"A rule across fields: compare, requiredIf, condition or one that a DBA registered; with holds its arguments."
directive @check(
  name: String!
  rule: String
  with: {VALUE}
  withJson: String
  message: String
  "Switches off a check of this name that the parent class has."
  off: Boolean
) repeatable on OBJECT

"A role of the tenant. It may do what the roles that it includes may: extend schema @role(name: \\"member\\")."
directive @role(name: String!, description: String, includes: [String!]) repeatable on SCHEMA

"What a role may do with things of a class, and of those that extend it. name tells several of one role apart."
directive @allow(
  role: String!
  name: String
{verbs}
) repeatable on OBJECT

"What holds for all roles of the tenant, whatever they are allowed."
directive @restrict(
  name: String
{held}
) repeatable on OBJECT

\"\"\"
A policy. In its conditions and presets {{_claim: "sub"}} stands for a value of the token, {{_claim: ["app", "id"]}} for
one that lies deeper.
\"\"\"
input ThingPolicy {{
  "Which fields. Default: all that the class has itself, but for computed ones."
  fields: [String!]
  "Of which things: a filter, as lists have it."
  when: {VALUE}
  "What a thing must be like after a create or update."
  check: {VALUE}
  "Values that a create or update sets."
  presets: {VALUE}
  "All of it as JSON text, where no GraphQL literal can say it."
  json: String
}}
"""


KEY_PARTS = ("field", "order", "nulls")  # of a key of @index


def index_name(keys: Json) -> str:
    """What an index is called where nothing else is said."""
    return "_".join(key["field"] for key in keys)


def _argument_type(schema: Mapping[str, Json]) -> str:
    return _GRAPHQL_TYPES.get(schema.get("kind", ""), VALUE)


def own_enum(class_name: str, field: str) -> str:
    """What the API, and a file, calls the options of a field that shares them with none."""
    return class_name + field[:1].upper() + field[1:]


def plain(rule: Json) -> tuple[Json, str | None]:
    """A rule's value and its message: {"value", "message"} is a rule with a message of its own."""
    if isinstance(rule, dict) and set(rule) == {"value", "message"}:
        return rule["value"], rule["message"]
    return rule, None


def is_required(classes: Mapping[str, Document], name: str | None, field: str) -> bool:
    """Whether the rule required holds for a field of a class, its own and its ancestors' overrides counted."""
    while name is not None and name in classes:
        cls = classes[name]
        for part in (*cls.get("overrides", ()), *cls.get("fields", ())):
            if part["name"] == field and "required" in part.get("rules", {}):
                return plain(part["rules"]["required"])[0] is True
        name = cls.get("extends")
    return False


def origin(classes: Mapping[str, Document], name: str | None, field: str) -> tuple[str, Document] | None:
    """The class, from this one upwards, that a field stands in, and the field."""
    while name is not None and name in classes:
        for defined in classes[name].get("fields", ()):
            if defined["name"] == field:
                return name, defined
        name = classes[name].get("extends")
    return None


def literal(value: Json) -> str | None:
    """A JSON value as a GraphQL literal, or None where no literal can say it (a key is not a name)."""
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            return print_string(value)
        case int() | float():
            return repr(value)
        case Decimal():
            return f"{value:f}"
        case list():
            items = [literal(item) for item in value]
            return None if None in items else f"[{', '.join(filter(None, items))}]"
        case dict():
            pairs = {key: literal(item) for key, item in value.items()}
            if None in pairs.values() or not all(NAME.fullmatch(key) for key in pairs):
                return None
            return "{" + ", ".join(f"{key}: {item}" for key, item in pairs.items()) + "}"
    raise TypeError(f"{value!r} is not a JSON value")
