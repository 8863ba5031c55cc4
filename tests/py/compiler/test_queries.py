"""What cases of one operation cannot show: plans used again, schemas that change, exact numbers."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from py_api.compiler.plan import QueryPlan
from py_api.config import Limits
from py_api.errors import DatabaseError
from tests.support import servers
from tests.support.compiled import Api, serving

IDS = [f"a0000000-0000-7000-8000-0000000000{n:02}" for n in range(1, 11)]


def ranks(found: Any) -> list[int]:
    return [node["rank"] for node in found["samples"]["nodes"]]


def test_one_plan_serves_all_values(zoo: Api) -> None:
    """Variables in a literal of JSON too: they must not be part of the plan."""
    operation = zoo.operation(
        """query($n: Int, $in: [Int!], $size: Int, $moods: [SampleMood!], $text: String, $first: Int) {
             samples(first: $first, orderBy: {rank: ASC}, filter: {rank: {gt: $n, in: $in}, json: {contains: {size: $size}}, mood: {in: $moods}, text: {contains: $text}}) { nodes { rank } } }"""
    )
    found = []
    for n, size, moods, text in (
        (0, 1, ["calm"], "lamp"),
        (5, 2, ["happy", "angry"], "big"),
        (15, 1, ["calm"], "lamp"),
    ):
        plan, variables = zoo.plan(
            operation,
            {"n": n, "in": [10, 20, 30][: n // 5 + 1], "size": size, "moods": moods, "text": text, "first": n + 1},
        )
        found.append(zoo.fetch(plan, variables))
    assert [b.count(b"rank") for b in found] == [1, 1, 0]
    assert len(operation.plans) == 1


@pytest.mark.parametrize(
    ("selection", "quick"),
    [
        ("sample(id: $id) { id text parent { parent { text } } anything { id } }", True),
        ("party(id: $id) { name ... on Employee { salary boss { name } } }", True),
        ("node(id: $id) { id ... on Company { name } } sample(id: $id) { rank } __typename", True),
        ("sample(id: $id) { friends { nodes { rank } } }", False),
        ("sample(id: $id) { parent { friends { totalCount } } }", False),
        ("sample(id: $id) { things { nodes { id } } }", False),
        ("node(id: $id) { ... on Company { employs { nodes { name } } } }", False),
        ("sample(id: $id) { rank } samples(first: 1) { nodes { id } }", False),
        ("sample(id: $id) { rank } samplesAggregate { count }", False),
        ("sample(id: $id) { rank } schemaVersions { version }", False),
    ],
)
def test_what_looks_things_up_by_their_ids_is_quick(zoo: Api, selection: str, quick: bool) -> None:
    plan, _ = zoo.plan(zoo.operation(f"query($id: ID!) {{ {selection} }}"), {"id": IDS[0]})
    assert isinstance(plan, QueryPlan)
    assert plan.quick is quick


def test_what_decides_the_sql_makes_another_plan(zoo: Api) -> None:
    query = "query($f: SampleFilter, $o: [SampleOrderBy!]) { samples(filter: $f, orderBy: $o, first: 3) { nodes { rank } } }"
    operation = zoo.operation(query)
    seen = []
    for filters, order in (
        ({"boolean": {"isNull": True}}, {"rank": "ASC"}),
        ({"boolean": {"isNull": False}}, {"rank": "ASC"}),
        ({"boolean": {"isNull": None}}, {"rank": "DESC"}),
        ({"boolean": {"eq": None}}, {"rank": "DESC_NULLS_LAST"}),
        (None, [{"rank": "ASC"}, {"integer": "DESC"}]),
    ):
        plan, variables = zoo.plan(operation, {"f": filters, "o": order})
        seen.append(zoo.fetch(plan, variables).decode())
        assert ranks(zoo.run(query, {"f": filters, "o": order})) == [
            int(n) for n in re.split(r"[^-\w]+", seen[-1]) if n.lstrip("-").isdigit()
        ]
    assert len(operation.plans) == 5


@pytest.mark.parametrize(
    ("kind", "value", "condition"),
    [
        ("Float", Decimal("0.50000000000000000000001"), "float: {eq: $v}"),
        ("Float", 5e-1, "float: {eq: $v}"),
        ("Int", 10, "rank: {eq: $v}"),
        ("Float", 2, "float: {eq: $v}"),
        ("BigInt", "9223372036854775807", "bigint: {eq: $v}"),
        ("BigInt", 9223372036854775807, "bigint: {eq: $v}"),
    ],
)
def test_numbers_of_variables(zoo: Api, kind: str, value: Any, condition: str) -> None:
    found = zoo.run(f"query($v: {kind}) {{ samples(filter: {{{condition}}}) {{ totalCount }} }}", {"v": value})
    assert found["samples"]["totalCount"] > 0


def test_decimals_are_exact_whatever_they_come_as(zoo: Api) -> None:
    query = "query($v: Decimal, $f: Float) { samples(filter: {decimal: {lt: $v}, or: [{float: {lt: $f}}, {float: {isNull: true}}]}) { totalCount } }"
    exact = Decimal("9999999999.98999999999999999999999999")
    # (As json_text reads them from a request: what no float holds is a Decimal.)
    assert zoo.run(query, {"v": exact, "f": 1e300})["samples"]["totalCount"] == 7
    assert zoo.run(query, {"v": str(exact), "f": 1e300})["samples"]["totalCount"] == 7
    assert zoo.run(query, {"v": 10**10, "f": Decimal("0.50000000000000000000000001")})["samples"]["totalCount"] == 4


def test_things_that_are_not_there(zoo: Api) -> None:
    nobody = "a0000000-0000-7000-8000-0000000000ff"
    found = zoo.run(
        "query($id: ID!) { sample(id: $id) { id } node(id: $id) { id } person(id: $id) { name } ghost(id: $id) { id } party(id: $id) { id } }",
        {"id": nobody},
    )
    assert set(found.values()) == {None}


def test_node_is_of_every_class(zoo: Api) -> None:
    """What node and the class's own field say is the same."""
    for head in zoo.api.catalog.heads.values():
        things = zoo.run(f"{{ all: {head.plural} {{ nodes {{ id version __typename }} }} }}")["all"]["nodes"]
        for thing in things:
            found = zoo.run(
                f"query($id: ID!) {{ node(id: $id) {{ id ... on {head.name} {{ version }} __typename }} one: {head.singular}(id: $id) {{ id version __typename }} }}",
                {"id": thing["id"]},
            )
            assert found == {"node": thing, "one": thing}


# --- schemas that change ----------------------------------------------------------------------------------------------


@pytest.fixture
def changing(server: servers.Server) -> Iterator[Api]:
    schema = """
    type Base @class { name: String! old: Int }
    type More @class(extends: "Base") { extra: String siblings: [Base!] }
    type Other @class { base: Base gone: Int }
    """
    with serving(server, schema) as api:
        api.owner.execute(
            "insert into tc_base (name, old) values ('a', 1); insert into tc_more (name, extra) values ('b', 'x')"
        )
        api.owner.execute("insert into tc_other (base, gone) select id, 1 from tc_base")
        yield api


QUERY = """{
  bases(orderBy: {name: ASC}) { nodes { name ... on More { extra siblings { totalCount } } others { nodes { id } pageInfo { hasNextPage } } } totalCount }
  mores { edges { node { name extra siblings { nodes { name } } } } pageInfo { endCursor } }
  others { nodes { base { name } } pageInfo { startCursor } }
  node: others(first: 1) { nodes { base { id __typename } } }
  basesAggregate(groupBy: [{name: true}]) { count key { name } }
}"""


def test_columns_of_dropped_fields_are_never_read(changing: Api) -> None:
    before = changing.run(QUERY)
    for class_name, field in (("Base", "old"), ("Other", "gone")):
        changing.owner.execute("select thing.drop_field(%s, %s, %s)", (changing.tenant, class_name, field))
    assert changing.reloaded().run(QUERY) == before


def test_names_are_not_what_columns_are_called(changing: Api) -> None:
    """After a rename, and where the short name is taken by a hidden column."""
    for statement in (
        "select thing.rename_field(%(t)s, 'Base', 'name', 'title')",
        "select thing.add_field(%(t)s, 'Base', 'name', 'integer')",
        "select thing.rename_class(%(t)s, 'More', 'Another')",
        "select thing.drop_field(%(t)s, 'Base', 'old')",
        "select thing.add_field(%(t)s, 'Base', 'old', 'text')",
    ):
        changing.owner.execute(statement, {"t": changing.tenant})
    found = changing.reloaded().run(
        "{ bases(orderBy: {title: ASC}, filter: {name: {isNull: true}, old: {isNull: true}}) { nodes { title name old __typename ... on Another { extra } } } }"
    )
    assert found["bases"]["nodes"] == [
        {"title": "a", "name": None, "old": None, "__typename": "BaseItself"},
        {"title": "b", "name": None, "old": None, "__typename": "Another", "extra": "x"},
    ]


def test_no_group_is_cut_off_in_silence(zoo: Api) -> None:
    query = "query($n: Int) { samplesAggregate(groupBy: [{bigint: {}, rank: {}, plain: true}], first: $n) { count } }"
    assert len(zoo.run(query, limits=Limits(page_size=2))["samplesAggregate"]) == 10
    assert len(zoo.run(query, limits=Limits(list_size=10))["samplesAggregate"]) == 10
    with pytest.raises(DatabaseError, match="more than 9 groups") as caught:
        zoo.run(query, limits=Limits(list_size=9))
    assert caught.value.sqlstate == "TB066"
    assert len(zoo.run(query, {"n": 9}, limits=Limits(list_size=9))["samplesAggregate"]) == 9


A_SAMPLE = "a0000000-0000-7000-8000-000000000001"
OF_VALUES: list[dict[str, Any]] = [
    {"integer": {"ne": 2}}, {"integer": {"notIn": [1, 2]}}, {"integer": {"isNull": True}}, {"integer": {"isNull": False}},
    {"integer": {"eq": None}}, {"integer": {"ne": None}}, {"integer": {"gt": 1}}, {"integer": {"in": [2, 5]}}, {"text": {"ne": "red"}},
    {"id": {"ne": A_SAMPLE}}, {"id": {"notIn": [A_SAMPLE]}}, {"id": {"isNull": True}}, {"id": {"eq": A_SAMPLE}}, {"json": {"at": {"path": ["size"], "ne": 1}}},
    {"json": {"at": {"path": ["size"], "isNull": True}}}, {"tags": {"ne": ["red"]}}, {"friends": {"none": {"integer": {"eq": 2}}}},
    {"friends": {"some": {"integer": {"ne": 2}}}}, {"friends": {"every": {"integer": {"ne": 2}}}}, {"anything": {"ne": A_SAMPLE}}, {},
    {"integer": {"ne": 2}, "text": {"ne": "red"}}, {"integer": {"ne": 2, "isNull": False}},
]  # fmt: skip


def test_wrapping_changes_nothing(zoo: Api) -> None:
    query = "query($f: SampleFilter) { samples(filter: $f, orderBy: {id: ASC}) { nodes { id } } }"

    def found(condition: dict[str, Any]) -> list[str]:
        return [node["id"] for node in zoo.run(query, {"f": condition})["samples"]["nodes"]]

    everything = set(found({}))
    for depth in range(3):
        for value in OF_VALUES:
            inner = value
            for _ in range(depth):
                inner = {"parent": inner}
            plain = found(inner)
            assert set(found({"not": inner})) == everything - set(plain), inner
            for wrap in (lambda f: {"and": [f]}, lambda f: {"or": [f]}, lambda f: {"not": {"not": f}}):
                for level in range(depth + 1):  # around the value, or around a reference to it
                    wrapped = wrap(value) if level == 0 else value
                    for number in range(depth):
                        wrapped = {"parent": wrapped}
                        wrapped = wrap(wrapped) if number + 1 == level else wrapped
                    assert found(wrapped) == plain, (wrapped, inner)
    assert len(found({"parent": {"id": {"ne": A_SAMPLE}}})) == len(
        found({"parent": {"and": [{"id": {"ne": A_SAMPLE}}]}})
    )
