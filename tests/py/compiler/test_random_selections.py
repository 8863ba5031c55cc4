"""Random operations over every type of the schema: their results are what graphql-core collects, orders and accepts."""

from typing import Any

from graphql import parse
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from py_api.compiler.operation import RequestError
from py_api.config import Limits
from py_api.errors import ApiError
from py_api.schema.definitions import Definition, Kind, Output, named
from tests.support.compiled import Api
from tests.support.examples import examples
from tests.support.rewriting import TYPE_NAME, executed, with_type_names

WIDE = Limits(aliases=10_000, fields=10_000, depth=100, directives=1_000, root_fields=100, tokens=100_000)
IDS = [
    "a0000000-0000-7000-8000-000000000001",
    "b0000000-0000-7000-8000-000000000021",
    "c0000000-0000-7000-8000-000000000002",
]
VARIABLES = {"yes": True, "no": False, "two": 2, "none": None}
USED = "samples(first: $two, offset: $none) @skip(if: $no) { __typename @include(if: $yes) }"  # all variables
DEPTH = 4  # of classes
directives = st.sampled_from(
    ["", "", "", "", "@include(if: $yes)", "@skip(if: $no)", "@skip(if: true)", "@include(if: $no) @skip(if: $no)"]
)


class Writer:
    """Draws a selection of a type."""

    def __init__(self, api: Api, draw: st.DrawFn) -> None:
        self.api, self.draw, self.count = api, draw, 0

    def alias(self) -> str:
        self.count += 1
        return f"x{self.count}: "

    def arguments(self, output: Output) -> str:
        given = {}
        for argument in output.args:
            kind = named(argument.type)
            if argument.name == "depth":
                given["depth"] = "2"
            elif argument.name == "p" or (argument.name == "first" and argument.type == "Int!"):
                given[argument.name] = "1"
            elif argument.type.endswith("!"):
                given[argument.name] = f'"{self.draw(st.sampled_from(IDS))}"'
            elif argument.name == "first":
                given["first"] = self.draw(st.sampled_from(["0", "1", "3", "$two", "$two"]))
            elif argument.name in ("offset", "filter", "orderBy", "groupBy") and self.draw(st.integers(0, 3)) == 0:
                given[argument.name] = {
                    "offset": "1", "filter": "{not: {id: {isNull: $yes}}}", "orderBy": "[{updatedAt: DESC}, {id: DESC}]",
                    "groupBy": "[{version: {}}]",
                }[argument.name]  # fmt: skip
                if kind.endswith("AggregateOrderBy"):
                    given[argument.name] = "{count: DESC}"
        if (
            "first" in given
            and "offset" not in given
            and any(a.name == "last" for a in output.args)
            and self.draw(st.booleans())
        ):
            given["last"] = given.pop("first")
        return f"({', '.join(f'{k}: {v}' for k, v in given.items())})" if given else ""

    def selection(self, definition: Definition, depth: int, nested: int = 0) -> str:
        if definition.name.endswith("Key"):  # whose fields are those that are grouped by
            return "{ __typename }"
        items = ["__typename"] if self.draw(st.integers(0, 3)) == 0 else []
        names = list(definition.outputs)
        for name in self.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4)):
            items += self.field(definition.outputs[name], depth)
        conditions = self.conditions(definition)
        for condition in (
            self.draw(st.lists(st.sampled_from(conditions), max_size=2)) if conditions and nested < 2 else ()
        ):
            inner = self.api.api.define(condition)
            if inner is not None:
                items.append(f"... on {condition} {self.draw(directives)} {self.selection(inner, depth, nested + 1)}")
        items = items or [f"{self.alias()}__typename"]
        return "{ " + " ".join(self.draw(st.permutations(items))) + " }"

    def field(self, output: Output, depth: int) -> list[str]:
        inner = self.api.api.define(named(output.type))
        arguments = self.arguments(output)
        alias = self.alias() if arguments or self.draw(st.booleans()) else ""
        if inner is None or inner.kind in (Kind.ENUM, Kind.SCALAR):
            return [f"{alias}{output.name}{arguments} {self.draw(directives)}"]
        deeper = depth + (
            inner.class_id is not None
            and inner.kind in (Kind.OBJECT, Kind.INTERFACE)
            and "Connection" not in inner.name
        )
        if deeper > DEPTH:
            return []
        return [f"{alias}{output.name}{arguments} {self.draw(directives)} {self.selection(inner, deeper)}"]

    def conditions(self, definition: Definition) -> list[str]:
        catalog = self.api.api.catalog
        name = definition.name
        if name == "Node":
            return ["Node", "Party", "Sample", "Contract", "PersonItself", "Manager"]
        head = catalog.by_name.get(name.removesuffix("Itself"))
        if head is None or definition.interfaces == ():
            return []
        family = [catalog.heads[i] for i in catalog.family(head.id)] if name == head.name else [head]
        above = [h.name for h in catalog.ancestors(head.id)]
        return [*(h.name for h in family), *(catalog.type_name(h) for h in family if not h.abstract), *above, "Node"]


@st.composite
def operations(draw: st.DrawFn, api: Api) -> str:
    writer = Writer(api, draw)
    roots = []
    for head in draw(st.lists(st.sampled_from(list(api.api.catalog.heads.values())), min_size=1, max_size=2)):
        name = draw(st.sampled_from([head.singular, head.plural, head.plural, head.plural + "Aggregate", "node"]))
        output = api.api.query_field(name)
        assert output is not None
        inner = api.api.define(named(output.type))
        assert inner is not None
        roots.append(f"{writer.alias()}{name}{writer.arguments(output)} {writer.selection(inner, 1)}")
    return "query($yes: Boolean!, $no: Boolean!, $two: Int, $none: Int) { " + " ".join([*roots, USED]) + " }"


def without_type_names(value: Any) -> Any:
    if isinstance(value, list):
        return [without_type_names(each) for each in value]
    if isinstance(value, dict):
        return {k: without_type_names(v) for k, v in value.items() if k != TYPE_NAME}
    return value


@given(data=st.data())
@settings(
    max_examples=examples(30),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_random_selections(zoo: Api, data: st.DataObject) -> None:
    if not zoo.api.catalog.entries:
        zoo.run("{ " + " ".join(f"{h.plural} {{ totalCount }}" for h in zoo.api.catalog.heads.values()) + " }")
    query = data.draw(operations(zoo))
    document = parse(query)
    typed = with_type_names(document)
    try:
        found = zoo.run(typed, VARIABLES, limits=WIDE)
    except (RequestError, ApiError) as error:
        # (An abstract class that nothing extends has no things: the specification refuses some fragments on it.)
        assume(not any(text in str(error) for text in ("Fields", "can never be of type", "could read")))
        raise
    read = executed(zoo.api.schema, typed, VARIABLES, found)
    assert read == found
    assert list(_keys(read)) == list(_keys(found))
    assert zoo.run(document, VARIABLES, limits=WIDE) == without_type_names(found)


def _keys(value: Any) -> Any:
    """All keys of all objects, in their order."""
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(item)
    if isinstance(value, dict):
        yield from value
