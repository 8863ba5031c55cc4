"""schemaMigrationPath over the real engine: what a client that is behind is told."""

import pytest

from py_api.config import Limits
from tests.py.admin.conftest import Office

pytestmark = pytest.mark.once

PATH = """query ($from: Int!, $to: Int, $operations: [String!]) {
    schemaMigrationPath(from: $from, to: $to, operations: $operations) {
        from to works
        steps { version differences { kind } }
        diff { from to impact differences { kind field } fields rootFields }
        operations {
            name hash client document status
            problems { message line column class field change { kind impact details } advice }
        }
    }
}"""
RENAME = 'mutation { renameSchemaField(class: "Product", field: "code", to: "key") { version } }'
DROP = 'mutation { dropSchemaField(class: "Product", field: "price") { version } }'
CODES, PRICES = "query Codes { products { nodes { code } } }", "{ products { nodes { name price } } }"
NAMES = "query Names { makers { nodes { name } } }"


def test_the_way_to_now(office: Office) -> None:
    office.run(RENAME)
    office.run(DROP)
    variables = {"from": 1, "operations": [CODES, PRICES, NAMES, "{ nonsense", "{ products { nope } }"]}
    found = office.run(PATH, variables, role="viewer")["schemaMigrationPath"]
    assert (found["from"], found["to"], found["works"]) == (1, 3, False)
    assert [(s["version"], s["differences"][0]["kind"]) for s in found["steps"]] == [
        (2, "FIELD_RENAMED"),
        (3, "FIELD_DROPPED"),
    ]
    assert (found["diff"]["from"], found["diff"]["to"], found["diff"]["impact"]) == (1, 3, "BREAKING")
    codes, prices, names, nonsense, nope = found["operations"]
    assert [o["status"] for o in found["operations"]] == ["BREAKS", "BREAKS", "WORKS", "INVALID", "INVALID"]
    assert (codes["name"], codes["client"], codes["document"], len(codes["hash"])) == ("Codes", None, CODES, 64)
    (problem,) = codes["problems"]
    assert problem["advice"] == "use `key`: `code` was renamed in version 2"
    assert problem["message"].startswith("Cannot query field 'code' on type 'Product'.")
    assert (problem["line"], problem["column"], problem["class"], problem["field"]) == (1, 34, "Product", "code")
    assert (problem["change"]["kind"], problem["change"]["details"]["to"]) == ("FIELD_RENAMED", "key")
    assert [p["advice"] for p in prices["problems"]] == ["leave it out: `price` was dropped in version 3"]
    assert names["problems"] == []
    assert "Syntax Error" in nonsense["problems"][0]["message"]
    assert "Cannot query field 'nope'" in nope["problems"][0]["message"]


def test_two_of_them_beside_a_field_that_fails(office: Office) -> None:
    office.run(RENAME)
    query = """{ one: schemaMigrationPath(from: 1, operations: []) { from }
        two: schemaMigrationPath(from: 2, operations: []) { from } schemaDiff(from: 98, to: 99) { impact } }"""
    assert [(error["path"], error["extensions"]["code"]) for error in office.errors(query)] == [
        (["schemaDiff"], "SCHEMA_CONFLICT")
    ]


def test_versions_that_are_not_the_present_one(office: Office) -> None:
    office.run(RENAME)
    office.run('mutation { renameSchemaClass(class: "Product", to: "Item") { version } }')
    office.run('mutation { addSchemaField(class: "Item", field: {name: "size", type: "integer"}) { version } }')

    def statuses(start: int, end: int | None, *documents: str) -> list[str]:
        found = office.run(PATH, {"from": start, "to": end, "operations": list(documents)})["schemaMigrationPath"]
        return [each["status"] for each in found["operations"]]

    keys, items = "{ products { nodes { key } } }", "{ items { nodes { key } } }"
    assert statuses(1, 2, CODES, PRICES, keys, items) == ["BREAKS", "WORKS", "WORKS", "INVALID"]
    assert statuses(2, 3, CODES, keys, items) == ["INVALID", "BREAKS", "WORKS"]
    assert statuses(3, None, keys, items, "{ items { nodes { size } } }") == ["INVALID", "WORKS", "WORKS"]
    assert statuses(4, 4, items) == ["WORKS"]
    assert statuses(0, 1, CODES) == ["WORKS"]
    (change,) = office.run(PATH, {"from": 3, "to": 4, "operations": []})["schemaMigrationPath"]["diff"]["differences"]
    assert (change["kind"], change["field"]) == ("FIELD_ADDED", "size")


def test_versions_that_there_are_not(office: Office) -> None:
    for start, end, code in ((1, 9, "SCHEMA_CONFLICT"), (-1, 1, "SCHEMA_CONFLICT"), (1, 0, "INVALID_CHANGE")):
        error = office.refused(PATH, {"from": start, "to": end, "operations": []})
        assert error["extensions"]["code"] == code, (start, end)


def test_a_version_that_this_process_has_not_heard_of(office: Office) -> None:
    office.run("{ schemaVersion }")
    office.db.execute(
        "select thing.rename_field(%s, 'Product', 'code', 'key')", (office.tenant,)
    )  # by another process, which nobody tells this one of
    found = office.run(PATH, {"from": 1, "operations": [CODES]})["schemaMigrationPath"]
    assert (found["to"], found["operations"][0]["status"]) == (2, "BREAKS")


def test_all_kinds_of_operations(office: Office) -> None:
    office.run(DROP)
    documents = [
        "mutation ($i: ProductCreateInput!) { createProduct(input: $i) { id } }",
        "subscription { productChanged(filter: {price: {gt: 5}}) { thing { name } } }",
        "subscription { thingChanged { thingId thing { id ... on Product { price } } } }",
        "subscription { makerChanged { thing { name } } }",
        "query A { makers { totalCount } } query B { products { nodes { price } } }",
        "{ schemaVersion __schema { queryType { name } } }",
    ]
    found = office.run(PATH, {"from": 1, "operations": documents})["schemaMigrationPath"]["operations"]
    assert [o["status"] for o in found] == ["CHANGED", "BREAKS", "BREAKS", "WORKS", "BREAKS", "WORKS"]
    assert {p["advice"].split(", ")[-1] for o in found for p in o["problems"]} == {
        "leave it out: `price` was dropped in version 2"
    }


def test_what_is_asked_at_once_is_bounded(office: Office) -> None:
    error = office.refused(PATH, {"from": 1, "operations": [NAMES] * 101})
    assert (error["extensions"]["code"], error["message"]) == (
        "LIST_LIMIT",
        "operations are 101 documents; the limit is 100",
    )
    padded = NAMES + " " * 99_000
    error = office.refused(PATH, {"from": 1, "operations": [padded] * 3})
    assert error["extensions"]["code"] == "DOCUMENT_TOO_LARGE"
    deep = (
        "{ makers { nodes { products { nodes "
        + "{ maker { products { nodes " * 5
        + "{ id }"
        + " } } }" * 5
        + " } } } }"
    )
    many = "{ " + " ".join(f"a{i}: makers {{ totalCount }}" for i in range(900)) + " }"
    found = office.run(PATH, {"from": 1, "operations": [deep, many]})["schemaMigrationPath"]["operations"]
    assert [o["status"] for o in found] == ["INVALID", "INVALID"]
    assert "levels" in found[0]["problems"][0]["message"]
    assert "tokens" in found[1]["problems"][0]["message"]


def test_the_way_is_bounded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.run(RENAME)
    office.run(DROP)
    monkeypatch.setattr(office.engine.schemas.tenants[office.tenant].schema, "limits", Limits(list_size=1))
    assert office.run(PATH, {"from": 2, "operations": [NAMES]})["schemaMigrationPath"]["works"] is True
    error = office.refused(PATH, {"from": 1, "operations": [NAMES]})
    assert (error["extensions"]["code"], "2 versions" in error["message"]) == ("LIST_LIMIT", True)


def test_several_in_one_operation(office: Office) -> None:
    office.run(RENAME)
    query = """query ($o: [String!]) {
        schemaVersion
        new: schemaMigrationPath(from: 2, operations: $o) { works operations { status } }
        old: schemaMigrationPath(from: 1, operations: $o) { works operations { problems { change { kind } } } }
    }"""
    assert office.run(query, {"o": ["{ products { nodes { code } } }"]}) == {
        "schemaVersion": 2,
        "new": {"works": False, "operations": [{"status": "INVALID"}]},
        "old": {"works": False, "operations": [{"problems": [{"change": {"kind": "FIELD_RENAMED"}}]}]},
    }


def test_what_only_administrators_read(office: Office) -> None:
    office.run(RENAME)
    query = "{ schemaMigrationPath(from: 1, operations: []) { steps { version changes } } }"
    assert office.run(query)["schemaMigrationPath"]["steps"][0]["changes"][0]["op"] == "rename_field"
    assert office.refused(query, role="viewer")["extensions"]["code"] == "FORBIDDEN"


def test_an_option_that_is_renamed(office: Office) -> None:
    """Who filters by it is told its new name, over two renames; who reads it may meet a value that it does not know."""
    fields = '{name: "state", type: "select", params: {values: ["draft", "onSale"]}}'
    start = office.run(f'mutation {{ addSchemaField(class: "Product", field: {fields}) {{ version }} }}')
    version = start["addSchemaField"]["version"]
    for old, new in (("onSale", "forSale"), ("forSale", "sold")):
        office.run(
            f'mutation {{ renameSchemaOption(class: "Product", field: "state", from: "{old}", to: "{new}") {{ version }} }}'
        )
    documents = ["{ products(filter: {state: {eq: onSale}}) { totalCount } }", "{ products { nodes { state } } }"]
    found = office.run(PATH, {"from": version, "operations": documents}, role="viewer")["schemaMigrationPath"]
    filtered, read = found["operations"]
    assert [p["advice"] for p in filtered["problems"]] == [f"use `sold`: `onSale` was renamed in version {version + 2}"]
    assert (filtered["status"], filtered["problems"][0]["change"]["kind"]) == ("BREAKS", "OPTION_RENAMED")
    assert [p["advice"] for p in read["problems"]] == [
        f"expect `sold` in `state`, which there are since version {version + 2}"
    ]
    assert found["diff"]["impact"] == "BREAKING"


def test_an_enum_that_fields_share(office: Office) -> None:
    """Its name and options are followed, whichever field had it first, and whether that one still has it."""

    def change(*changes: dict[str, object]) -> int:
        text = "mutation ($o: [JSON!]!) { migrateSchema(changes: $o) { version } }"
        return int(office.run(text, {"o": list(changes)})["migrateSchema"]["version"])

    def told(start: int, text: str) -> list[str]:
        (found,) = office.run(PATH, {"from": start, "operations": [text]})["schemaMigrationPath"]["operations"]
        return [problem["advice"] for problem in found["problems"]]

    phase = {"name": "phase", "type": "select", "enum": "Phase"}
    start = change(
        {"op": "create_enum", "enum": "Phase", "values": ["draft", "live"]},
        {"op": "create_class", "class": "Draft", "fields": [phase]},
        {"op": "add_field", "class": "Product", "field": phase},
        {"op": "add_field", "class": "Product", "field": {"name": "own", "type": "select", "values": ["live"]}},
    )
    value = "{ products(filter: {phase: {eq: live}}) { totalCount } }"
    named = "query ($p: Phase, $f: PhaseFilter) { a: products(filter: {phase: {eq: $p}}) { totalCount } b: products(filter: {phase: $f}) { totalCount } }"
    own = "query ($p: ProductOwn) { products(filter: {own: {eq: $p}}) { totalCount } }"
    change({"op": "rename_enum_option", "enum": "Phase", "from": "live", "to": "onAir"})
    assert told(start, value) == [f"use `onAir`: `live` was renamed in version {start + 1}"]
    change({"op": "drop_class", "class": "Draft"}, {"op": "rename_enum", "enum": "Phase", "to": "Stage"})
    assert told(start, value) == [f"use `onAir`: `live` was renamed in version {start + 1}"]
    renamed = f"the enum was renamed in version {start + 2}"
    assert {advice for advice in told(start, named) if "Stage" in advice} == {
        f"use `Stage`: {renamed}", f"use `StageFilter`: {renamed}",
    }  # fmt: skip
    assert (
        "It was renamed to `Stage`"
        in office.errors("query ($p: Phase) { a: products(filter: {phase: {eq: $p}}) { totalCount } }")[0]["message"]
    )
    change({"op": "alter_field", "class": "Product", "field": "own", "set": {"params": {"values": ["live", "onAir"]}}})
    last = change(
        {"op": "alter_field", "class": "Product", "field": "own", "set": {"enum": "Stage"}, "existing": "keep"}
    )
    assert f"use `Stage`: `own` has another enum since version {last}" in told(start, own)
