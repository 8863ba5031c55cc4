"""What the schema tells of itself by root fields."""

import re
from typing import Any

import pytest

from py_api.compiler.admin_statements import CALLS, CHANGES
from py_api.schema.admin_fields import MUTATIONS, QUERIES, ROOTS, definitions
from py_api.schema.definitions import Kind, named
from py_api.schema.sources import Call
from tests.py.admin.conftest import Office

pytestmark = pytest.mark.once


def everything(kind: str) -> str:
    """A selection of all fields of a type."""
    definition = definitions().get(named(kind))
    if definition is None or definition.kind is not Kind.OBJECT:
        return ""
    return "{ __typename " + " ".join(f"{o.name} {everything(o.type)}" for o in definition.outputs.values()) + " }"


def selected(name: str, args: str = "", root: str = "Query") -> str:
    output = ROOTS[root][name]
    return f"{'mutation ' if root == 'Mutation' else ''}{{ it: {name}{args} {everything(output.type)} }}"


def made(office: Office, name: str = "Lamp") -> str:
    query = "mutation ($name: String!) { createProduct(input: {name: $name, price: 5}) { id } }"
    return str(office.run(query, {"name": name}, role="editor")["createProduct"]["id"])


def test_every_root_field_has_a_call() -> None:
    assert {o.name for o in (*QUERIES, *MUTATIONS)} == (set(CALLS) - {"effectiveRules", "classIndexes"}) | set(CHANGES)
    for output in (*QUERIES, *MUTATIONS):
        assert isinstance(output.source, Call)


def test_no_name_is_in_the_way_of_a_class() -> None:
    assert all(re.match("Schema[A-Z]|Tenant([A-Z]|$)", name) for name in definitions())
    # What classes make of their names: singular, plural, pluralAggregate, and with these prefixes before.
    for name in ROOTS["Query"]:
        assert re.match("schema[A-Z]|tenant([A-Z]|s?$)", name) or name in (
            "thingHistory",
            "deletedThings",
            "changeCursor",
            "clientOperations",
        )
    for name in ROOTS["Mutation"]:
        assert re.match("(create|update|upsert|delete)(Schema|Tenant)", name) or not re.match(
            "create|update|upsert|delete", name
        )


def test_a_class_cannot_take_the_name_of_a_root_field(office: Office) -> None:
    error = office.refused('mutation { createSchemaClass(class: "ThingHistory") { version } }')
    assert error["extensions"]["code"] == "NAME_TAKEN"
    error = office.refused('mutation { createSchemaClass(class: "ChangeCursor") { version } }')
    assert error["extensions"]["code"] == "NAME_TAKEN"
    error = office.refused('mutation { createSchemaClass(class: "ClientOperation") { version } }')
    assert error["extensions"]["code"] == "NAME_TAKEN"
    fields = '[{name: "operation", type: "select", values: ["BUY"]}]'
    error = office.refused(f'mutation {{ createSchemaClass(class: "Event", fields: {fields}) {{ version }} }}')
    assert error["extensions"]["code"] == "NAME_TAKEN"


def test_classes(office: Office) -> None:
    maker, product = office.run(selected("schemaClasses"), role="viewer")["it"]
    assert (maker["name"], product["name"]) == ("Maker", "Product")
    assert product["__typename"] == "SchemaClass"
    assert (product["singular"], product["plural"], product["description"]) == ("product", "products", "What is sold.")
    assert (product["abstract"], product["extends"], product["changedVersion"]) == (False, None, 1)
    assert product["uniques"] == [
        {"__typename": "SchemaUnique", "name": "nameAndMaker", "fields": ["name", "maker"]}
    ]  # fmt: skip
    assert maker["inverses"] == [
        {"__typename": "SchemaInverse", "name": "products", "class": "Product", "field": "maker"}
    ]  # fmt: skip
    name, price, code, reference = product["fields"]
    assert (name["searchable"], name["indexed"], name["nonNull"]) == (True, False, True)
    assert name["rules"] == {"required": True, "minLength": 2}
    assert name["messages"] == ["is required", "must have at least 2 characters"]
    assert (price["label"], price["type"], price["default"]) == ("Unit price", "decimal", None)
    assert (code["deprecated"], code["description"]) == ("use name", "The old code.")
    assert (reference["target"], reference["onDelete"], reference["definedIn"]) == ("Maker", "restrict", "Product")
    assert reference["inverse"] == "products"
    rules = [(r["field"], r["rule"], r["argument"], r["source"]) for r in product["effectiveRules"]]
    assert ("name", "minLength", 2, "field Product.name") in rules


def test_classes_by_name_and_page(office: Office) -> None:
    def names(args: str, variables: dict[str, Any] | None = None, head: str = "") -> list[str]:
        found = office.run(f"query {head} {{ schemaClasses{args} {{ name }} }}", variables)["schemaClasses"]
        return [each["name"] for each in found]

    assert names('(names: ["Product", "Nothing"])') == ["Product"]
    assert names("(first: 1)") == ["Maker"]
    assert names("(first: 1, offset: 1)") == ["Product"]
    assert names("(names: [])") == []
    given = "($names: [String!], $first: Int)"
    assert names("(names: $names, first: $first)", {"names": ["Maker"]}, given) == ["Maker"]
    assert names("(names: $names, first: $first)", {"names": ["Product"], "first": 5}, given) == ["Product"]
    assert names("(names: $names, first: $first)", {"names": None}, given) == ["Maker", "Product"]
    error = office.refused("{ schemaClasses(first: 1001) { name } }")
    assert error["extensions"]["code"] == "LIST_LIMIT"


def test_one_class(office: Office) -> None:
    query = "query ($name: String!) { schemaClass(name: $name) { name fields { name } } }"
    assert office.run(query, {"name": "Maker"})["schemaClass"] == {"name": "Maker", "fields": [{"name": "name"}]}
    assert office.run(query, {"name": "Nobody"})["schemaClass"] is None


def test_version(office: Office) -> None:
    assert office.run("{ schemaVersion }", role="viewer") == {"schemaVersion": 1}


def test_field_types(office: Office) -> None:
    found = {t["name"]: t for t in office.run(selected("schemaFieldTypes"), role="viewer")["it"]}
    assert found["decimal"]["scalar"] == "Decimal"
    assert found["decimal"]["available"] is True
    assert "gt" in found["decimal"]["operators"]
    assert found["geometry"]["available"] is (found["geometry"]["reason"] is None)


def test_rules(office: Office) -> None:
    found = {r["name"]: r for r in office.run(selected("schemaRules"), role="viewer")["it"]}
    assert found["minLength"]["appliesTo"] == ["text"]
    assert found["minLength"]["builtin"] is True


def test_fields_with_a_rule(office: Office) -> None:
    (found,) = office.run(selected("schemaFieldsWithRule", '(rule: "minLength", argument: 2)'), role="viewer")["it"]
    assert (found["class"], found["field"], found["argument"], found["inherited"]) == ("Product", "name", 2, False)
    assert office.run(selected("schemaFieldsWithRule", '(rule: "minLength", argument: 3)'))["it"] == []


def test_capabilities(office: Office) -> None:
    found = office.run(selected("schemaCapabilities"), role="viewer")["it"]
    assert {c["kind"] for c in found} == {"server", "extension", "type", "search", "collation"}


def test_versions(office: Office) -> None:
    office.run('mutation { addSchemaField(class: "Maker", field: {name: "town", type: "text"}) { version } }')
    newest, first, start = office.run(selected("schemaVersions"))["it"]
    assert (newest["version"], newest["author"], newest["reverts"]) == (2, "ann", None)
    assert newest["changes"][0]["op"] == "add_field"
    (change,) = newest["differences"]
    assert (change["kind"], change["impact"], change["class"], change["field"]) == (
        "FIELD_ADDED",
        "SAFE",
        "Maker",
        "town",
    )
    assert change["details"]["kind"] == "FIELD_ADDED"
    assert newest["createdAt"].startswith("20")
    assert (first["version"], start["version"]) == (1, 0)
    query = "query ($b: Int) { schemaVersions(first: 1, before: $b) { version } }"
    assert office.run(query, {"b": 2})["schemaVersions"] == [{"version": 1}]
    assert office.run(query)["schemaVersions"] == [{"version": 2}]
    shown = "{ schemaVersions(first: 1) { version author checksum differences { kind } } }"
    assert office.run(shown, role="viewer")["schemaVersions"][0]["author"] == "ann"


def test_a_cursor_to_follow_from(office: Office) -> None:
    cursor = office.run("{ changeCursor products { totalCount } }", role="viewer")["changeCursor"]
    made(office, "Lamp")
    rows = office.db.execute("select operation from thing.read_changes(%s, %s)", (office.tenant, cursor)).fetchall()
    assert rows == [("insert",)]


def test_a_plan_changes_nothing(office: Office) -> None:
    made(office, "Lamp")
    operations = [
        {"op": "set_rules", "class": "Product", "field": "name", "rules": {"minLength": 9}},
        {"op": "add_field", "class": "Product", "field": {"name": "size", "type": "integer", "indexed": True}},
    ]
    query = selected("schemaPlan", "(changes: $o)").replace("{", "query ($o: [JSON!]!) {", 1)
    plan = office.run(query, {"o": operations})["it"]
    assert plan["version"] == 2
    assert any("size" in s["sql"] for s in plan["statements"])
    assert {s["rewrites"] for s in plan["statements"]} == {False}
    assert {c["kind"] for c in plan["differences"]} == {"RULES_CHANGED", "FIELD_ADDED"}
    assert [o["op"] for o in plan["inverse"]] == ["drop_field", "set_rules"]
    (conflict,) = plan["conflicts"]
    assert (conflict["class"], conflict["rows"], len(conflict["ids"])) == ("Product", 1, 1)
    assert office.run("{ schemaVersion }") == {"schemaVersion": 1}


def test_variables_within_json_are_those_of_each_request(office: Office) -> None:
    query = """query ($class: String!, $field: JSON) {
        schemaPlan(changes: [{op: "add_field", class: $class, field: $field}]) { differences { class field } }
    }"""
    for class_name, name in (("Maker", "a"), ("Product", "b")):
        field = {"name": name, "type": "text"}
        plan = office.run(query, {"class": class_name, "field": field})["schemaPlan"]
        assert plan["differences"] == [{"class": class_name, "field": name}]


def test_the_difference_to_a_document(office: Office) -> None:
    document = office.run("{ schemaDocument }")["schemaDocument"]
    query = "query ($d: JSON!) { schemaChangesTo(document: $d) }"
    assert office.run(query, {"d": document})["schemaChangesTo"] == []
    document["classes"][0]["fields"].append({"name": "town", "type": "text"})
    (operation,) = office.run(query, {"d": document})["schemaChangesTo"]
    assert (operation["op"], operation["class"], operation["field"]["name"]) == ("add_field", "Maker", "town")


def test_jobs(office: Office) -> None:
    assert office.run(selected("schemaJobs"))["it"] == []
    schema = f"tenant_{office.tenant}"
    office.db.execute(
        f"insert into {schema}.thing_jobs (kind, class_id, object_name, schema_version)"
        " select 'index', 1, 'ti_1_name', 1"
    )
    (job,) = office.run(selected("schemaJobs"))["it"]
    assert (job["kind"], job["class"], job["state"], job["schemaVersion"]) == ("index", "Maker", "queued", 1)
    assert isinstance(job["id"], str)


def test_violating_things(office: Office) -> None:
    thing = made(office, "Lamp")
    assert office.run(selected("schemaViolatingThings", '(class: "Product")'))["it"] == []
    args = '(class: "Product", field: "name", rules: {minLength: 9}, first: 5)'
    (found,) = office.run(selected("schemaViolatingThings", args))["it"]
    assert (found["class"], found["thingId"]) == ("Product", thing)
    (violation,) = found["violations"]
    assert (violation["field"], violation["rule"], violation["params"]) == ("name", "minLength", {"value": 9})


def test_validate(office: Office) -> None:
    query = selected("schemaValidate", '(class: "Product", values: $v, id: $id)')
    query = query.replace("{", "query ($v: JSON!, $id: ID) {", 1)
    found = office.run(query, {"v": {"name": "L", "price": "cheap"}}, role="editor")["it"]
    assert [(v["field"], v["rule"]) for v in found] == [("price", "type"), ("name", "minLength")]
    assert found[1]["message"] == "must have at least 2 characters"
    thing = made(office)
    assert office.run(query, {"v": {"price": 3}, "id": thing})["it"] == []
    assert [v["rule"] for v in office.run(query, {"v": {"price": 3}})["it"]] == ["required"]


def test_history_of_a_thing(office: Office) -> None:
    thing = made(office)
    office.run(f'mutation {{ updateProduct(id: "{thing}", input: {{price: 7}}) {{ version }} }}')
    query = selected("thingHistory", f'(class: "Product", id: "{thing}")')
    second, first = office.run(query, role="editor")["it"]
    assert (first["operation"], first["version"], first["actor"], first["class"]) == ("insert", 1, "ann", "Product")
    assert second["changes"] == {"price": {"old": "5", "new": "7"}} or second["changes"]["price"]["new"] == 7
    assert second["state"]["name"] == "Lamp"
    assert int(second["seq"]) > int(first["seq"])
    error = office.refused('{ thingHistory(class: "Product", id: "00000000-0000-0000-0000-000000000000") { at } }')
    assert error["extensions"]["code"] == "UNKNOWN_THING"
    assert office.refused('{ thingHistory(class: "Product", id: "x") { at } }')["extensions"]["code"] == "INVALID_VALUE"


def test_unknown_class(office: Office) -> None:
    for query in (
        '{ schemaViolatingThings(class: "Nobody") { thingId } }',
        '{ schemaValidate(class: "Nobody", values: {}) { rule } }',
        '{ schemaPlan(changes: [{op: "drop_class", class: "Nobody"}]) { version } }',
        'mutation { dropSchemaClass(class: "Nobody") { version } }',
    ):
        assert office.refused(query)["extensions"]["code"] == "UNKNOWN_CLASS"


def test_several_beside_things(office: Office) -> None:
    made(office)
    query = """query ($skip: Boolean!) {
        a: schemaVersion
        ...More
        products { nodes { name } }
        c: schemaClass(name: "Maker") @skip(if: $skip) { name }
    }
    fragment More on Query { b: schemaClass(name: "Product") { ...Name label: name } }
    fragment Name on SchemaClass { name }"""
    assert office.run(query, {"skip": True}, role="viewer") == {
        "a": 1, "b": {"name": "Product", "label": "Product"}, "products": {"nodes": [{"name": "Lamp"}]},
    }  # fmt: skip


@pytest.mark.parametrize("name", [o.name for o in QUERIES if o.source.role == "operator"])
def test_mixed_operations(office: Office, name: str) -> None:
    args = '(slug: "x")' if name == "tenant" else ""
    error = office.refused(f"{{ schemaVersion {name}{args} {{ __typename }} }}", role="operator")
    assert error["extensions"]["code"] == "MIXED_OPERATION"
