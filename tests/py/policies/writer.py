"""Random operations over all that a schema has: selections, arguments and values of every kind, right by type."""

import random

from py_api.schema.definitions import Definition, Kind, Output, named
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.root_fields import QUERIES
from tests.py.policies.conftest import BOSS, MARK, ME, OTHER, number

IDS = [
    ME,
    OTHER,
    BOSS,
    *(number(3, place) for place in (1, 2, 4, 6, 7, 8, 20)),
    number(4, 1),
    number(4, 2),
    number(2, 1),
]
TEXTS = [
    "t",
    "t 1",
    "%t%",
    "me",
    "other",
    MARK,
    f"{MARK}0 4",
    f"{MARK}1 4",
    f"{MARK}1",
    "me@x",
    f"{MARK}1@x",
    f"{MARK}0@x",
    "quite",
    "team",
]
NUMBERS = [0, 1, 2, 3, 5, 6, 10, 70, 80, 120]


class OperationWriter:
    def __init__(self, api: ApiSchema, chance: random.Random) -> None:
        self.api, self.r, self.count = api, chance, 0

    def operation(self) -> str:
        roots = [
            shape.output(self.api.classes, cls)
            for head in self.api.catalog.heads.values()
            for cls in (self.api.catalog.class_of(head.id),)
            for shape in QUERIES
            if shape.fits(cls)
        ]
        node = self.api.roots["Query"]["node"]
        return "{{ {} }}".format(" ".join(self.field(self.r.choice([*roots, node]), 3) for _ in range(1)))

    def field(self, output: Output, depth: int) -> str:
        self.count += 1
        name = f"x{self.count}: {output.name}{self.arguments(output)}"
        definition = self.api.define(named(output.type))
        if definition is None or definition.kind not in (Kind.OBJECT, Kind.INTERFACE):
            return name
        return f"{name} {self.selection(definition, depth - 1)}"

    def selection(self, definition: Definition, depth: int) -> str:
        if definition.name.endswith("Key"):  # whose fields are those that are grouped by
            return "{ __typename }"
        outputs = [
            output
            for output in definition.outputs.values()
            if depth > 0 or (kind := self.api.define(named(output.type))) is None or kind.kind is Kind.ENUM
        ]
        items = (
            [self.field(self.r.choice(outputs), depth) for _ in range(self.r.randint(1, 3))]
            if outputs
            else ["__typename"]
        )
        if definition.name in ("Item", "Node") and self.r.random() < 0.3:
            task = self.api.define(self.r.choice(["Task", "Item"]))
            assert task is not None
            items.append(f"... on {task.name} {self.selection(task, depth - 1)}")
        return "{{ {} }}".format(" ".join(items))

    def arguments(self, output: Output) -> str:
        given = {}
        for argument in output.args:
            which = argument.name == "id" and argument.type == "ID"
            if argument.name != "find" and (argument.type.endswith("!") or which or self.r.random() < 0.35):
                given[argument.name] = self.value(argument.name, argument.type, 3)
        if "by" in given or "id" in given:
            given = {key: given[key] for key in (["by"] if "by" in given else ["id"])}
        for one, other in (("last", "first"), ("last", "offset"), ("after", "before")):
            if one in given:
                given.pop(other, None)
        for cursor in ("after", "before"):
            given.pop(cursor, None)
        return "({})".format(", ".join(f"{k}: {v}" for k, v in given.items())) if given else ""

    def value(self, name: str, kind: str, depth: int) -> str:
        kind = kind.rstrip("!")
        if kind.startswith("["):
            return "[{}]".format(", ".join(self.value(name, kind[1:-1], depth) for _ in range(self.r.randint(1, 2))))
        definition = self.api.define(kind)
        if definition is not None and definition.kind is Kind.ENUM:
            return self.r.choice(definition.values).name
        if definition is not None and definition.kind is Kind.INPUT:
            return self.object(definition, depth)
        match kind:
            case "Boolean":
                return self.r.choice(["true", "false"])
            case "Int" if name in ("first", "last", "offset", "depth", "candidates"):
                return str(self.r.choice([1, 2, 3, 5, 20]))
            case "Int":
                return str(self.r.choice(NUMBERS))
            case "Float" if name == "p":
                return "0.5"
            case "Float" | "Decimal" | "BigInt":
                return f'"{self.r.choice(NUMBERS)}"' if kind != "Float" else str(self.r.choice(NUMBERS))
            case "ID":
                return f'"{self.r.choice(IDS)}"'
            case "DateTime":
                return '"2024-01-01T00:00:00Z"'
        return f'"{self.r.choice(TEXTS)}"'

    def object(self, definition: Definition, depth: int) -> str:
        keys = [
            key
            for key, one in definition.inputs.items()
            if depth > 0 or (inner := self.api.define(named(one.type))) is None or inner.kind is Kind.ENUM
        ] or [*definition.inputs]
        if definition.name.endswith("Filter") and "and" in keys:
            keys.remove("isNull")  # which is asked of references
        keys = [key for key in keys if key != "_rank"]
        if depth < -3:
            return "{}"
        one = definition.one_of or definition.name.endswith(("OrderBy", "GroupBy"))
        chosen = self.r.sample(keys, 1 if one else min(len(keys), self.r.choice([1, 1, 2])))
        chosen += [key for key, given in definition.inputs.items() if given.type.endswith("!") and key not in chosen]
        return "{{{}}}".format(
            ", ".join(f"{key}: {self.value(key, definition.inputs[key].type, depth - 1)}" for key in chosen)
        )
