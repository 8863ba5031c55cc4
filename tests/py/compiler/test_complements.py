"""`ne` and `notIn` are the opposites of `eq` and `in`, of values of every type, of references and through them; `isNull` of references."""

from collections.abc import Mapping
from typing import Any

import pytest

from py_api.catalog.model import FieldType
from py_api.errors import ApiError
from tests.support.compiled import Api

OPPOSITES = {"eq": "ne", "in": "notIn"}
WITHOUT_IN = {"list"}  # eq, has, hasAny and hasAll say what there is to say


def chosen(zoo: Api, root: str, kind: str, filters: Mapping[str, Any]) -> dict[str, set[str]]:
    """The ids that each filter finds."""
    variables = ", ".join(f"${name}: {kind}Filter" for name in filters)
    fields = " ".join(f"{name}: {root}(filter: ${name}) {{ nodes {{ id }} }}" for name in filters)
    found = zoo.run(f"query({variables}) {{ {fields} }}", filters)
    return {name: {node["id"] for node in each["nodes"]} for name, each in found.items()}


def test_every_type_that_compares_has_lists(zoo: Api) -> None:
    def lacking(kind: FieldType) -> set[str]:
        wanted = {"eq", "ne", "in", "notIn", "isNull"} if "eq" in kind.operators else set()
        return wanted - set(kind.operators)

    found = {kind.category: lacking(kind) for kind in zoo.api.catalog.types.values() if lacking(kind)}
    assert found == {category: {"in", "notIn"} for category in WITHOUT_IN}


def test_opposites(zoo: Api) -> None:
    zoo.run("{ samples { nodes { parent { id } } } }")
    cls = zoo.api.catalog.named("Sample")
    values = {name: f for name, f in cls.fields.items() if f.column and not f.is_reference}
    selection = " ".join(values)
    rows = zoo.run(f"{{ samples {{ nodes {{ id parent {{ id }} {selection} }} }} }}")["samples"]["nodes"]
    everything = {row["id"] for row in rows}
    orphans = {row["id"] for row in rows if row["parent"] is None}
    assert orphans
    looked_at = 0
    for name, field in values.items():
        given = [row[name] for row in rows if row[name] is not None]
        without = {row["id"] for row in rows if row[name] is None}
        for operator, opposite in OPPOSITES.items():
            if operator not in field.type.operators:
                continue
            operand = given[0] if operator == "eq" else given[:2]
            # (Also within and, which changes nothing, and through a reference: what is empty has no values.)
            yes, no = {name: {operator: operand}}, {name: {opposite: operand}}
            filters = {
                "yes": yes, "no": no, "not": {"not": yes}, "within": {"and": [no]}, "never": {"and": [yes, no]},
                "through": {"parent": yes}, "throughNo": {"parent": no}, "throughNot": {"not": {"parent": yes}},
                "list": {"friends": {"some": yes}}, "listNone": {"friends": {"none": yes}},
            }  # fmt: skip
            found = chosen(zoo, "samples", "Sample", filters)
            assert found["yes"], name
            assert found["no"] == found["not"] == found["within"] == everything - found["yes"], (name, operator)
            assert without <= found["no"], (name, operator)
            assert found["never"] == set()
            assert found["throughNo"] == found["throughNot"] == everything - found["through"], (name, operator)
            assert orphans <= found["throughNo"], (name, operator)
            assert found["listNone"] == everything - found["list"], (name, operator)
            looked_at += 1
    assert looked_at > 40


@pytest.mark.parametrize("through", [{}, {"parent": {}}])
def test_opposites_of_references(zoo: Api, through: Mapping[str, Any]) -> None:
    found = zoo.run("{ samples { nodes { id parent { id } anything { id } } } }")["samples"]["nodes"]
    everything = {row["id"] for row in found}

    def filters(key: str, of: Mapping[str, Any]) -> Mapping[str, Any]:
        value = {key: of}
        return {"parent": value} if through else value

    for key, wrap in (("parent", lambda value: {"id": value}), ("anything", lambda value: value)):
        target = next(row[key]["id"] for row in found if row[key])
        asked = {
            "eq": filters(key, wrap({"eq": target})), "ne": filters(key, wrap({"ne": target})),
            "oneOf": filters(key, wrap({"in": [target]})), "noneOf": filters(key, wrap({"notIn": [target]})),
            "null": filters(key, {"isNull": True}), "there": filters(key, {"isNull": False}),
        }  # fmt: skip
        got = chosen(zoo, "samples", "Sample", asked)
        assert got["ne"] == got["noneOf"] == everything - got["eq"] == everything - got["oneOf"]
        assert got["eq"] <= got["there"] == everything - got["null"]
        assert got["null"] <= got["ne"]
        if not through:
            assert got["null"] == {row["id"] for row in found if row[key] is None}


CONTRACTS = "query($f: ContractFilter) { contracts(filter: $f, orderBy: {title: ASC}) { nodes { title } } }"


@pytest.mark.parametrize(
    ("given", "titles"),
    [
        ({"buyer": {"isNull": True}}, "Loan"),
        ({"buyer": {"isNull": False}}, "Gift Lease Sale"),
        ({"seller": {"isNull": True}}, ""),  # a required one
        ({"buyer": {"isNull": True, "name": {"eq": "Ada"}}}, ""),
        ({"buyer": {"or": [{"isNull": True}, {"name": {"eq": "Ada"}}]}}, "Lease Loan"),
        ({"buyer": {"and": [{"isNull": False}, {"name": {"ne": "Ada"}}]}}, "Gift Sale"),
        ({"buyer": {"not": {"isNull": True}}}, "Gift Lease Sale"),
        ({"not": {"buyer": {"isNull": True}}}, "Gift Lease Sale"),
        ({"handledBy": {"boss": {"isNull": True}}}, "Loan"),  # nothing points further than it is there
        ({"handledBy": {"isNull": False, "boss": {"isNull": True}}}, ""),
        ({"handledBy": {"boss": {"boss": {"isNull": True}}}}, "Lease Loan Sale"),
        ({"buyer": {"isNull": None}}, "Gift Lease Loan Sale"),
    ],
)
def test_references_to_nothing(zoo: Api, given: Any, titles: str) -> None:
    found = zoo.run(CONTRACTS, {"f": given})["contracts"]["nodes"]
    assert " ".join(node["title"] for node in found) == titles
    counted = zoo.run("query($f: ContractFilter) { contractsAggregate(filter: $f) { count } }", {"f": given})
    assert counted["contractsAggregate"][0]["count"] == len(found)


@pytest.mark.parametrize(
    "given", [{"isNull": True}, {"and": [{"isNull": False}]}, {"witnesses": {"some": {"isNull": True}}}]
)
def test_a_thing_that_is_there_is_not_asked(zoo: Api, given: Any) -> None:
    kind = "Party" if "witnesses" not in given else "Contract"
    root = {"Party": "parties", "Contract": "contracts"}[kind]
    with pytest.raises(ApiError, match="isNull asks whether a reference points to nothing"):
        zoo.run(f"query($f: {kind}Filter) {{ {root}(filter: $f) {{ totalCount }} }}", {"f": given})


def test_lists_of_what_a_json_value_has(zoo: Api) -> None:
    def sizes(**said: Any) -> set[str]:
        return chosen(zoo, "samples", "Sample", {"it": {"json": {"at": {"path": ["size"], **said}}}})["it"]

    assert len(sizes(**{"in": [1, "big"]})) == 2
    everything = len(chosen(zoo, "samples", "Sample", {"it": {}})["it"])
    assert len(sizes(notIn=[1, "big"])) == everything - 2
